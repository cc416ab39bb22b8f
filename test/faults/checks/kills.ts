import {type Blow, strike} from '../campaign.js';
import type {Check} from '../check.js';
import {engineOf, kill, killTree, tracesOf} from '../traces.js';

const holds =
  'after one more run every release is deployed once and none pending, revisions without gap or double, Secrets as first made, ' +
  'objects as undisturbed, no process, file or held Lease left';

const engine: Blow = (_running, {folder}) => {
  const driver = engineOf(folder);
  return driver !== undefined && kill(driver);
};

const oneHelm =
  (index: (count: number) => number): Blow =>
  (_running, {folder}) => {
    const helms = tracesOf(folder).filter(({kind}) => kind === 'helm');
    const chosen = helms[index(helms.length)];
    return chosen !== undefined && kill(chosen.pid);
  };

const tree: Blow = async (_running, {folder}) => {
  await killTree(folder);
  return true;
};

export const killEngine: Check = {
  name: 'kill-engine',
  provoked: 'SIGKILL of the engine at a random moment',
  holds,
  runs: {short: 2, long: 200},
  run: trial => strike(trial, engine),
};

export const killHelm: Check = {
  name: 'kill-helm',
  provoked: 'SIGKILL of a random helm',
  holds,
  runs: {short: 0, long: 50},
  run: trial =>
    strike(
      trial,
      oneHelm(count => trial.random.between(0, Math.max(0, count - 1))),
    ),
};

export const killTreeCheck: Check = {
  name: 'kill-tree',
  provoked: 'SIGKILL of engine, helms and screens at once, as a power cut',
  holds,
  runs: {short: 1, long: 50},
  run: trial => strike(trial, tree),
};
