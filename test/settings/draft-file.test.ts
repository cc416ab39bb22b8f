import {mkdirSync, readdirSync, readFileSync, statSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {beforeEach, expect, test} from 'vitest';
import {z} from 'zod';
import {draftFile} from '../../source/settings/draft-file.js';
import {temporaryFolder} from '../helpers/temporary-folder.js';

const schema = z.strictObject({step: z.string()});
let state: string;
let said: string[];
const open = (XDG_STATE_HOME = state) =>
  draftFile(
    {XDG_STATE_HOME},
    value => schema.parse(value),
    sentence => said.push(sentence),
  );
const file = () => path.join(state, 'genestack', 'draft.json');

beforeEach(() => {
  state = temporaryFolder('draft');
  said = [];
});

test('A draft comes back as it was, private in a private folder, with nothing beside it', () => {
  const draft = open();
  expect(draft.read()).toBeNull();
  draft.write({step: 'storage'});
  draft.write({step: 'roles'});
  expect(open().read()).toEqual({step: 'roles'});
  expect(statSync(file()).mode & 0o777).toBe(0o600);
  expect(statSync(path.dirname(file())).mode & 0o777).toBe(0o700);
  expect(readdirSync(path.dirname(file()))).toEqual(['draft.json']);
  draft.remove();
  draft.remove();
  expect(draft.read()).toBeNull();
  expect(said).toEqual([]);
});

test.each([
  ['no JSON', '{"step": '],
  ['another form', '{"step": 7}'],
])('A draft that is %s is ignored with a sentence and left where it is', (_, text) => {
  mkdirSync(path.dirname(file()));
  writeFileSync(file(), text);
  expect(open().read()).toBeNull();
  expect(said).toEqual([expect.stringContaining(file())]);
  expect(readFileSync(file(), 'utf8')).toBe(text);
});

test('A folder that cannot be made is a sentence, when it is written', () => {
  writeFileSync(path.join(state, 'genestack'), '');
  const draft = open();
  draft.write({step: 'storage'});
  expect(said).toEqual([expect.stringContaining('could not be kept')]);
});

test('A relative XDG_STATE_HOME counts as unset', () => {
  const home = temporaryFolder('draft-home');
  const draft = draftFile(
    {XDG_STATE_HOME: 'state', HOME: home},
    value => schema.parse(value),
    () => {},
  );
  draft.write({step: 'roles'});
  expect(readdirSync(path.join(home, '.local', 'state', 'genestack'))).toEqual(['draft.json']);
});
