import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {type Client, connect} from '../../source/cluster/client.js';
import {loadKubeConfig} from '../../source/cluster/kube-config.js';
import {rehearsalRecordSchema} from '../../source/rehearsal/record.js';
import {type SmallProgram, smallProgram} from '../cluster/small-program.js';
import {type Ended, type Running, records, start} from '../helpers/program.js';
import {type Audit, auditOf} from './audit.js';
import {packCharts, writePlan} from './eight-releases.js';
import {type Home, makeHome} from './home.js';
import {endStartedAgain} from './servers.js';

/** The eight releases in a namespace. */
export interface Installation {
  readonly namespace: string;
  readonly profile: string;
}

export interface Bed {
  readonly client: Client;
  readonly kubeconfig: string;
  /** Folder of the rehearsal. */
  readonly rehearsal: string;
  readonly audit: Audit;
  readonly charts: string;
  readonly script: string;
  home(name?: string): Home;
  /** A namespace that nothing was installed in yet. */
  fresh(): Installation;
  /** The same releases with another value in each. */
  changed(installation: Installation): Installation;
  /** Starts the program as a user would, without a terminal; `before` are words before the command. */
  install(
    installation: Installation,
    home: Home,
    more?: readonly string[],
    before?: readonly string[],
  ): Running;
  /** Starts any verb of it. */
  run(words: readonly string[], home: Home): Running;
  argumentsOf(installation: Installation, more?: readonly string[]): readonly string[];
  remove(): Promise<void>;
}

const pace = '0.02';

/**
 * A rehearsal that is kept in a folder of its own. The programs that install on it have other folders: for them it is a cluster like
 * any other, and none of its servers is among their processes.
 */
export const makeBed = async (): Promise<Bed> => {
  const program: SmallProgram = smallProgram('kubernetes', 'helm', 'kustomize', 'node-roles');
  const folder = mkdtempSync(join(tmpdir(), 'genestack-faults-'));
  const charts = join(folder, 'charts');
  packCharts(charts);
  let count = 0;
  const write = (namespace: string): Installation => {
    count += 1;
    const at = join(folder, 'plans', `${count}`);
    return {namespace, profile: writePlan(at, {namespace, edition: `edition-${count}`})};
  };
  const up = await program.run([
    ...['rehearsal', 'up', '--profile', write('faults-0').profile, '--charts', charts],
    ...['--pace', pace, '--output', 'json'],
  ]);
  if (up.exitCode !== 0) throw new Error(up.stderr);
  const record = rehearsalRecordSchema.parse(records(up).at(-1));
  const {kubeconfig} = record;
  const client = connect(loadKubeConfig(kubeconfig));
  const script = join(program.folder, '..', 'dist', 'genestack.js');
  const argumentsOf: Bed['argumentsOf'] = ({profile}, more = []) => [
    ...['install', '--profile', profile, '--kubeconfig', kubeconfig, '--charts', charts, '--yes'],
    ...more,
  ];
  return {
    client,
    kubeconfig,
    rehearsal: record.dir,
    audit: auditOf(record.auditLog),
    charts,
    script,
    home: name => makeHome(folder, name),
    fresh: () => write(`faults-${count}`),
    changed: ({namespace}) => write(namespace),
    argumentsOf,
    install: (installation, home, more = ['--output', 'json'], before = []) =>
      start(argumentsOf(installation, more), home.environment, [...before, process.execPath, script]),
    run: (words, home) => start(words, home.environment, [process.execPath, script]),
    async remove() {
      await client.close();
      const down: Ended = await program.run(['rehearsal', 'down']);
      endStartedAgain(record.dir);
      program.remove();
      rmSync(folder, {recursive: true, force: true});
      if (down.exitCode !== 0) throw new Error(down.stderr);
    },
  };
};
