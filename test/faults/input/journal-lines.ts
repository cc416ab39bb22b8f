import {built} from './built.ts';

const names = ['kubernetes', 'memcached', 'keystone'];

/** The journal of a small run as the program writes it now: three components, of which one fails. */
export const journalLines = async (): Promise<string[]> => {
  const {readCatalogue} = await built('catalogue/read.js');
  const {defaultProfile} = await built('profile/defaults.js');
  const {makePlan} = await built('plan/make-plan.js');
  const {initialState, reduce} = await built('engine/state.js');
  const {run} = await built('engine/run.js');
  const {makeReceipt} = await built('engine/receipt.js');
  const {journaling, writtenAhead} = await built('commands/journaling.js');
  const {GenestackError} = await built('errors.js');

  type Named = {readonly component: string; readonly needs: readonly {readonly step: string}[]};
  const isNamed = (step: string): boolean => names.includes(step.split('/')[0] ?? '');
  const whole = makePlan(readCatalogue(), defaultProfile('flex'));
  const plan = {
    ...whole,
    components: whole.components.filter(({name}: {name: string}) => names.includes(name)),
    steps: whole.steps
      .filter(({component}: Named) => names.includes(component))
      .map((step: Named) => ({...step, needs: step.needs.filter(({step: other}) => isNamed(other))})),
    criticalPath: {steps: [], seconds: 0},
  };
  const records: object[] = [];
  const write = (record: object) => records.push(record);
  const file = {path: 'journal.jsonl', write, writeThrough: write, close() {}};
  const listener = journaling(file, '2026-11-25-193818');
  const cluster = {uid: 'uid', title: 'context here, https://127.0.0.1:6443', simulatedNodes: 7};
  let state = initialState(plan, []);
  listener.begins({cluster, plan, standIns: [], state});
  const backend = {
    async run(
      {id}: {id: string},
      context: {report(progress: object): void; note(text: string): void},
    ): Promise<string> {
      context.report({ready: 1, desired: 2, waitsFor: 'Pod x: ImagePullBackOff'});
      context.note('a stand-in takes its place');
      if (id === 'keystone/apply') throw new GenestackError('GS-HELM-17', 'It failed.', 'Mend it.', 1);
      return 'changed';
    },
  };
  const options = {
    clock: Date.now,
    run: '2026-11-25-193818',
    enginePid: 4711,
    cluster: 'here',
    simulatedNodes: 7,
  };
  for await (const event of run(
    plan,
    writtenAhead(backend, file, async () => {}),
    options,
  )) {
    const before = state;
    state = reduce(state, event);
    listener.event(event, before, state);
  }
  listener.toolLine('memcached', 'Release "memcached" does not exist. Installing it now.');
  const facts = {
    standIns: [],
    kubeconfig: null,
    simulatedNodes: 7,
    time: new Date().toISOString(),
    versions: {},
  };
  listener.ends({receipt: makeReceipt(state, plan, facts), state});
  return records.map(record => JSON.stringify(record));
};
