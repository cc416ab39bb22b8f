import {spawnSync} from 'node:child_process';
import {cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {packagePath} from '../../source/assets.js';
import {readCatalogue} from '../../source/catalogue/read.js';
import {type Ended, type Running, start, stateFolder} from '../helpers/program.js';

export interface SmallProgram {
  /** Its assets/components, of its own: a test may break them. */
  readonly components: string;
  /** A folder for files of the test. */
  readonly folder: string;
  /** Flex and no more. */
  readonly profile: string;
  /** Its XDG_STATE_HOME. */
  readonly state: string;
  /** The built program itself. */
  readonly script: string;
  start(args: readonly string[], environment?: Readonly<Record<string, string>>): Running;
  run(args: readonly string[], environment?: Readonly<Record<string, string>>): Promise<Ended>;
  /** Starts it in a mount namespace of its own, after a line of shell that may mount there; `$STATE` is its state folder. */
  startAfter(shell: string, args: readonly string[]): Running;
  remove(): void;
}

/** Whether this user may mount in a namespace of its own, as most may. */
export const canMount =
  spawnSync('unshare', ['--map-root-user', '--mount', 'mount', '-t', 'tmpfs', 'none', '/mnt']).status === 0;

/**
 * A copy of the built program whose catalogue has only the named components and what validation wants beside them, so that a
 * whole installation takes seconds.
 */
export const smallProgram = (...names: readonly string[]): SmallProgram => {
  const folder = mkdtempSync(join(tmpdir(), 'genestack-small-'));
  const {state, remove} = stateFolder();
  const copied = ['dist', 'profiles', 'package.json', 'assets/rehearsal', 'assets/situations'];
  for (const path of [...copied, ...withTheirOwn(names).map(name => `assets/components/${name}`)]) {
    cpSync(packagePath(path), join(folder, path), {recursive: true});
  }
  symlinkSync(packagePath('node_modules'), join(folder, 'node_modules'));
  mkdirSync(join(folder, 'test'));
  const profile = join(folder, 'test', 'profile.yaml');
  writeFileSync(profile, flex);
  const script = join(folder, 'dist', 'genestack.js');
  const own = {XDG_STATE_HOME: state};
  const begin: SmallProgram['start'] = (args, environment) =>
    start(args, {...own, ...environment}, [process.execPath, script]);
  return {
    components: join(folder, 'assets', 'components'),
    folder: join(folder, 'test'),
    profile,
    state,
    script,
    start: begin,
    run: (args, environment) => begin(args, environment).ended,
    startAfter: (shell, args) =>
      start(args, {...own, STATE: state}, [
        'unshare',
        ...['--map-root-user', '--mount', 'sh', '-ec', `${shell}\nexec "$@"`, 'sh', process.execPath, script],
      ]),
    remove() {
      remove();
      rmSync(folder, {recursive: true, force: true});
    },
  };
};

const flex = 'apiVersion: genestack.io/v1alpha1\nkind: Profile\nedition: flex\n';

/** What the components name, which the catalogue must know. */
const withTheirOwn = (names: readonly string[]): string[] => {
  const {components} = readCatalogue();
  const found = new Set<string>();
  const add = (name: string): void => {
    const component = components.get(name);
    if (component === undefined || found.has(name)) return;
    found.add(name);
    const {needs, alternatives, delivery} = component;
    const named = [...needs.flatMap(need => need.component ?? []), ...alternatives];
    for (const other of named) add(other);
    if (delivery.kind === 'deliveredBy') add(delivery.component);
  };
  for (const name of names) add(name);
  return [...found];
};
