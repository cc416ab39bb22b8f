import {execFileSync} from 'node:child_process';
import {mkdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {packageVersion} from '../../source/assets.js';

/** A program that looks at a cluster. */
export interface Contender {
  readonly name: string;
  readonly version: string;
  readonly command: (kubeconfig: string) => readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** What its screen shows when it has all of it. */
  readonly isFilled: (lines: readonly string[]) => boolean;
}

const root = fileURLToPath(new URL('../../', import.meta.url));

const commitOf = (): string => {
  const git = (...args: string[]) => execFileSync('git', args, {cwd: root, encoding: 'utf8'}).trim();
  try {
    return `${git('rev-parse', '--short', 'HEAD')}${git('status', '--porcelain', 'source') === '' ? '' : ' and changes'}`;
  } catch {
    return 'no commit';
  }
};

/** @param folder of state of its own. */
export const genestack = (folder: string): Contender => ({
  name: 'genestack monitor',
  version: `${packageVersion()} (${commitOf()}), node ${process.version.slice(1)}`,
  command: kubeconfig => [
    ...[process.execPath, join(root, 'dist/genestack.js'), 'monitor', '--kubeconfig', kubeconfig],
  ],
  environment: {XDG_STATE_HOME: folder, XDG_CONFIG_HOME: folder},
  isFilled: lines => lines.some(line => /OpenStack .* ready /.test(line)),
});

/** Its list of the pods of all namespaces; it may not write and asks no site for its newest version. */
export const k9s = (file: string, folder: string): Contender => {
  mkdirSync(folder, {recursive: true});
  writeFileSync(join(folder, 'config.yaml'), 'k9s:\n  skipLatestRevCheck: true\n');
  const said = execFileSync(file, ['version', '--short'], {
    encoding: 'utf8',
    env: {...process.env, K9S_CONFIG_DIR: folder},
  });
  return {
    name: 'k9s',
    version: /^Version\s+(\S+)/m.exec(said)?.[1] ?? 'unknown',
    command: kubeconfig => [
      ...[file, '--kubeconfig', kubeconfig, '--readonly', '--all-namespaces', '--command', 'pods'],
      ...['--logFile', join(folder, 'k9s.log')],
    ],
    environment: {K9S_CONFIG_DIR: folder},
    isFilled: lines => lines.some(line => /pods\(all\)\[[1-9]/i.test(line)),
  };
};
