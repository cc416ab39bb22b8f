import type fc from 'fast-check';
import {built} from './built.ts';
import {brokenLines, chunksOf, profiles} from './inputs.ts';
import {journalLines} from './journal-lines.ts';

/** Something that must hold for whatever is read. */
export interface Property {
  readonly inputs: fc.Arbitrary<unknown>;
  /** An input as it was kept in the corpus. */
  revive(json: unknown): unknown;
  /** @throws what does not hold. */
  holds(input: unknown): void;
}

const bytesOf = (json: unknown): Uint8Array =>
  Buffer.from((json as {readonly bytes: string}).bytes, 'base64');

/** What a person is told has nothing in it that a terminal would obey. */
const mustBePlain = (text: string): void => {
  if (/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/.test(text)) {
    throw new Error(`a terminal would obey ${JSON.stringify(text)}`);
  }
  if (text.length > 20_000) throw new Error(`${text.length} characters are told`);
};

const mustBeCode = (error: unknown, codes: RegExp): void => {
  const {code = '', message = ''} = error as {code?: string; message?: string};
  if (!codes.test(code)) throw error;
  mustBePlain(message);
};

const profile = async (): Promise<Property> => {
  const {profileFrom} = await built('profile/read.js');
  const {makePlan} = await built('plan/make-plan.js');
  const {readCatalogue} = await built('catalogue/read.js');
  const catalogue = readCatalogue();
  return {
    inputs: profiles,
    revive: bytesOf,
    holds(input) {
      try {
        const loaded = profileFrom(input, 'x.yaml');
        const plan = makePlan(catalogue, loaded.profile);
        for (const {name, chart, namespace} of plan.components) {
          for (const word of [name, chart ?? 'x', namespace ?? 'x']) {
            if (!/^[a-z0-9][-a-z0-9.]*$/.test(word)) throw new Error(`${word} would be an argument of helm`);
          }
        }
      } catch (error) {
        mustBeCode(error, /^GS-(PRO|PLAN)-\d\d$/);
      }
      if (({} as Record<string, unknown>).edition !== undefined)
        throw new Error('every object has an edition');
    },
  };
};

const journal = async (): Promise<Property> => {
  const {parseJournal, stateOf} = await built('report/journal.js');
  const {runRecordOf, runsTable} = await built('report/run-record.js');
  const {initialState, reduce} = await built('engine/state.js');
  const {closingLines, lineOf} = await built('report/lines.js');
  // biome-ignore lint/suspicious/noExplicitAny: what the built program read.
  const mustPlayPlain = ({beginning, records}: any): void => {
    let state = initialState(beginning.plan, beginning.standIns);
    for (const {type, event, line, receipt} of records) {
      if (type === 'event') {
        const before = state;
        state = reduce(state, event);
        mustBePlain(lineOf(event, before, state) ?? '');
      } else if (type === 'tool-line') {
        mustBePlain(line);
      } else if (type === 'ends') {
        for (const closing of closingLines(receipt, state, {})) mustBePlain(closing);
      }
    }
  };
  return {
    inputs: brokenLines(await journalLines()),
    revive: json => json,
    holds(input) {
      // biome-ignore lint/suspicious/noExplicitAny: what the built program read.
      let read: any;
      try {
        read = parseJournal(input, 'journal.jsonl');
      } catch (error) {
        mustBeCode(error, /^GS-RUN-0[12]$/);
        return;
      }
      stateOf(read);
      if (!/^[\w-]+$/.test(read.beginning.run)) throw new Error(`${read.beginning.run} would be a path`);
      mustPlayPlain(read);
      for (const line of runsTable([runRecordOf(read, false)])) mustBePlain(line);
    },
  };
};

const messages = async (): Promise<Property> => {
  const {messageReader, Malformed} = await built('attachment/lines.js');
  const {screenMessageSchema, longestOfScreen, protocolVersion} = await built('attachment/protocol.js');
  const watcher = {pid: 4711, tty: 'pts/3'};
  const lines = [
    {type: 'look', protocol: protocolVersion},
    {type: 'attach', protocol: protocolVersion, watcher},
    {type: 'wheel', want: 'take'},
    {type: 'intend', intention: {type: 'retry', component: 'keystone'}},
    {type: 'intend', intention: {type: 'pause'}},
    {type: 'intend', intention: {type: 'abort'}},
  ].map(message => JSON.stringify(message));
  return {
    inputs: chunksOf(brokenLines([...lines, ''])),
    revive: json => (json as unknown[]).map(bytesOf),
    holds(input) {
      const read = messageReader(screenMessageSchema, longestOfScreen);
      try {
        for (const chunk of input as Uint8Array[]) {
          for (const message of read(Buffer.from(chunk))) screenMessageSchema.parse(message);
        }
      } catch (error) {
        if (!(error instanceof Malformed)) throw error;
      }
    },
  };
};

export const properties: Readonly<Record<string, () => Promise<Property>>> = {profile, journal, messages};
