import {expect, test} from 'vitest';
import {GenestackError} from '../../source/errors.js';
import {defaultProfile} from '../../source/profile/defaults.js';
import type {World} from '../../source/ui/ports.js';
import {type AppResult, openSession} from '../../source/ui/session.js';
import {makeTheme} from '../../source/ui/theme.js';
import {openWizard} from '../../source/ui/wizard/open-wizard.js';
import {type Wish, type WizardState, wish} from '../../source/ui/wizard/wizard-state.js';
import {halfWay, shippedCatalogue} from './fixtures/run-views.js';
import {standingRun} from './fixtures/run-world.js';
import {standingWorld} from './fixtures/world.js';

const profile = defaultProfile('flex');
const profileFile = './genestack.yaml';

const wizard = (more: Partial<WizardState> = {}): WizardState => ({
  ...openWizard({
    catalogue: shippedCatalogue(),
    contexts: {current: null, contexts: [], problem: null},
    servers: {state: 'there', text: '', done: 0, total: null},
    draft: null,
    remembered: {},
    profileFile,
  }),
  wishes: [],
  ...more,
});

/** The session after these wishes were granted. */
const granting = (world: Partial<World>, state: WizardState, ...wishes: readonly Wish[]) => {
  const results: AppResult[] = [];
  const theme = makeTheme({ascii: false, colour: true});
  const session = openSession(
    standingWorld(world),
    {wizard: wish(state, ...wishes)},
    {theme, columns: 80, rows: 20},
  );
  const stop = session.attend(result => results.push(result));
  return {store: session.store, results, stop};
};

const save: Wish = {kind: 'save', file: profileFile, profile, isSure: false};

test('a file that is there is not written before somebody is sure', () => {
  const written: string[] = [];
  const profiles: World['profiles'] = {
    suggest: () => profileFile,
    exists: () => true,
    write: file => written.push(file),
  };
  const {store, stop} = granting({profiles}, wizard(), save);
  expect(store.state.wizard?.saving).toEqual({state: 'overwrite', isSure: false});
  expect(written).toEqual([]);
  stop();
  const sure = granting({profiles, start: () => standingRun(halfWay().view)}, wizard(), {
    ...save,
    isSure: true,
  });
  expect(written).toEqual([profileFile]);
  sure.stop();
});

test('a profile that cannot be written says what to do', () => {
  const profiles: World['profiles'] = {
    suggest: () => profileFile,
    exists: () => false,
    write: () => {
      throw new GenestackError('GS-PRO-01', 'The folder is read-only.', 'Choose another one.');
    },
  };
  const {store, stop} = granting({profiles}, wizard(), save);
  expect(store.state.wizard?.saving).toEqual({
    state: 'failed',
    message: 'The folder is read-only.',
    remedy: 'Choose another one.',
  });
  stop();
});

test('a profile that was asked for is the end, an install is the beginning', () => {
  const only = granting({}, wizard({destination: {kind: 'file'}}), save);
  expect(only.results).toEqual([{kind: 'written', profileFile}]);
  only.stop();
  const jobs: unknown[] = [];
  const start: World['start'] = job => {
    jobs.push(job);
    return standingRun(halfWay().view);
  };
  const install = granting({start}, wizard({profile}), save);
  expect(jobs).toEqual([{destination: {kind: 'rehearsal'}, profile, profileFile}]);
  expect(install.store.state.run?.view.phase).toBe('running');
  install.stop();
});

test.each<Wish>([
  {kind: 'monitor', context: 'site-a'},
  {kind: 'remove', context: 'site-a', targets: ['skyline']},
])('what another program does is left for: $kind', elsewhere => {
  const {results, stop} = granting({}, wizard(), elsewhere);
  expect(results).toEqual([elsewhere]);
  stop();
});

test('what a look brought is in the state, also where it failed', async () => {
  const look: World['look'] = async context => {
    throw new GenestackError('GS-K8S-01', `No way to ${context}.`, 'Look at the kubeconfig.');
  };
  const {store, stop} = granting({look}, wizard(), {kind: 'look', context: 'site-a'});
  await expect
    .poll(() => store.state.wizard?.looks['site-a'])
    .toEqual({state: 'failed', message: 'No way to site-a.', remedy: 'Look at the kubeconfig.'});
  stop();
});

test('who leaves with answers finds them again', () => {
  const drafts: unknown[] = [];
  const world: Partial<World> = {
    drafts: {read: () => null, write: draft => drafts.push(draft), remove: () => {}},
  };
  const {store, results, stop} = granting(world, wizard({touched: ['edition']}));
  store.dispatch({type: 'key', press: {name: 'interrupt', text: ''}});
  expect(results).toEqual([]);
  store.dispatch({type: 'key', press: {name: 'interrupt', text: ''}});
  expect(results).toEqual([{kind: 'left', hasDraft: true}]);
  expect(drafts).toMatchObject([{step: 'where', profile: {edition: 'flex'}}]);
  stop();
});

test('who leaves before the first answer is not asked', () => {
  const {store, results, stop} = granting({}, wizard());
  store.dispatch({type: 'key', press: {name: 'text', text: 'q'}});
  expect(results).toEqual([{kind: 'left', hasDraft: false}]);
  stop();
});
