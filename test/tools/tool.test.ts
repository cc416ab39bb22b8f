import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {existsSync, mkdtempSync, readdirSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {describe, expect, it, vi} from 'vitest';
import {packagePath} from '../../source/assets.js';
import {createRedactor} from '../../source/tools/redact.js';
import {type Tool, tool} from '../../source/tools/tool.js';

const secret = 'a-password-that-nobody-may-see';

const shell = (outlives: boolean): Tool =>
  tool({
    name: 'the shell',
    file: '/bin/sh',
    code: 'GS-HELM-01',
    killedCode: 'GS-HELM-20',
    redactor: createRedactor([secret]),
    outlives,
    graceMilliseconds: 60_000,
  });

describe.each([
  ['on pipes', false],
  ['on files, in a session of its own', true],
])('a program %s', (_, outlives) => {
  it('takes its input on stdin and gives back output and exit code', async () => {
    const result = await shell(outlives).run(['-c', 'cat; echo said >&2; exit 3'], {input: 'given'});
    expect(result).toEqual({exitCode: 3, stdout: 'given', stderr: 'said\n'});
  });

  it('says nothing on stderr that a terminal would obey', async () => {
    const said = String.raw`printf 'a\033]0;title\007b\033[7;7Hc\302\233d\342\200\256e\n' >&2`;
    const {stderr} = await shell(outlives).run(['-c', said]);
    expect(stderr).toBe('abce\n');
  });

  it('hands on lines as they come, redacted', async () => {
    const lines: string[] = [];
    const abort = new AbortController();
    const running = shell(outlives).run(
      ['-c', `echo first; echo ${secret} >&2; printf last; exec sleep 600`],
      {
        signal: abort.signal,
        onLine: line => lines.push(line),
      },
    );
    running.catch(() => {});
    await vi.waitFor(() => expect(lines.sort()).toEqual(['[redacted]', 'first']));
    abort.abort();
    await expect(running).rejects.toThrow();
    expect(lines.sort()).toEqual(['[redacted]', 'first', 'last']);
  });

  it('is told to end when aborted, may do so in its own way, and the reason is thrown', async () => {
    const abort = new AbortController();
    const lines: string[] = [];
    const running = shell(outlives).run(
      ['-c', 'trap "echo tidied; exit 1" TERM; echo ready; while :; do sleep 0.05; done'],
      {signal: abort.signal, onLine: line => lines.push(line)},
    );
    running.catch(() => {});
    await vi.waitFor(() => expect(lines).toContain('ready'));
    abort.abort(new Error('enough'));
    await expect(running).rejects.toThrow('enough');
    expect(lines).toContain('tidied');
  });

  it('is said to have been ended where a signal ended it', async () => {
    await expect(shell(outlives).run(['-c', 'kill -9 $$'])).rejects.toMatchObject({
      code: 'GS-HELM-20',
      message: 'the shell was ended by SIGKILL.',
    });
  });

  it('knows nothing of another cluster or of a setting of Helm', async () => {
    vi.stubEnv('KUBECONFIG', '/nowhere').stubEnv('HELM_DEBUG', 'true');
    const {stdout} = await shell(outlives).run(['-c', 'echo "$KUBECONFIG$HELM_DEBUG$MORE"'], {
      env: {MORE: 'more'},
    });
    vi.unstubAllEnvs();
    expect(stdout).toBe('more\n');
  });
});

it('a program that is not there is named', async () => {
  const missing = tool({
    name: 'helm',
    file: '/nowhere/helm',
    code: 'GS-HELM-01',
    killedCode: 'GS-HELM-20',
    redactor: createRedactor(),
  });
  await expect(missing.run([])).rejects.toMatchObject({
    code: 'GS-HELM-01',
    message: 'helm cannot be started from /nowhere/helm (ENOENT).',
  });
});

describe.skipIf(process.platform !== 'linux')('a program that outlives a terminal', () => {
  it('is in a session of its own and writes to files that have no name', async () => {
    const {stdout} = await shell(true).run([
      '-c',
      'read -r pid comm state parent group session rest < /proc/$$/stat; test $session = $$ && echo own; readlink /proc/$$/fd/1',
    ]);
    expect(stdout).toMatch(/^own\n\/.*\(deleted\)\n$/);
  });

  it('leaves no file behind', async () => {
    const folder = '/dev/shm';
    const before = readdirSync(folder);
    await shell(true).run(['-c', 'echo something']);
    expect(
      readdirSync(folder).filter(name => !before.includes(name) && name.startsWith('genestack-')),
    ).toEqual([]);
  });

  // Another process is needed to be killed, and it runs what is built.
  const built = packagePath('dist/tools/tool.js');
  it.skipIf(!existsSync(built) || !existsSync('/usr/bin/setpriv'))(
    'is told to end when the process that started it is killed',
    async () => {
      const folder = mkdtempSync(join(tmpdir(), 'genestack-killed-'));
      const file = join(folder, 'said');
      const said = (): string => (existsSync(file) ? readFileSync(file, 'utf8') : '');
      const script = `trap 'echo tidied >> ${file}; exit 1' TERM; echo ready >> ${file}; while :; do sleep 0.05; done`;
      const parent = spawn(process.execPath, [
        '--input-type=module',
        '--eval',
        `import {tool} from ${JSON.stringify(built)};
         import {createRedactor} from ${JSON.stringify(packagePath('dist/tools/redact.js'))};
         const shell = tool({name: 'sh', file: '/bin/sh', code: 'GS-HELM-01', killedCode: 'GS-HELM-20', redactor: createRedactor(), outlives: true});
         await shell.run(['-c', ${JSON.stringify(script)}]);`,
      ]);
      const ended = once(parent, 'exit');
      await vi.waitFor(() => expect(said()).toBe('ready\n'), {timeout: 20_000});
      parent.kill('SIGKILL');
      await ended;
      await vi.waitFor(() => expect(said()).toBe('ready\ntidied\n'), {timeout: 20_000});
      rmSync(folder, {recursive: true});
    },
    60_000,
  );
});
