import {afterAll, expect, it, vi} from 'vitest';
import {connect} from '../../source/cluster/client.js';
import {loadKubeConfig} from '../../source/cluster/kube-config.js';
import {injectionsRef} from '../../source/rehearsal/injections.js';
import {records} from '../helpers/program.js';
import {smallProgram} from './small-program.js';

const program = smallProgram('helm', 'kustomize', 'kubernetes', 'kube-ovn', 'node-roles', 'memcached');

afterAll(async () => {
  await program.run(['rehearsal', 'down']);
  program.remove();
}, 120_000);

const ending = /kubectl --kubeconfig (\S+) -n kube-system delete configmap/;
const patiently = {timeout: 240_000, interval: 1000};

it('a rehearsal fails by what is injected, says why, and goes on when that is taken away', {
  timeout: 900_000,
}, async () => {
  const running = program.start([
    ...['rehearse', '--keep', '--profile', program.profile, '--pace', '0.05'],
    ...['--inject', 'crash-loop:memcached', '--output', 'lines'],
  ]);
  const kubeconfig = await vi.waitFor(() => {
    expect(running.said()).toMatch(ending);
    return String(ending.exec(running.said())?.[1]);
  }, patiently);
  expect(running.said()).toContain(
    'Injected GS-POD-04 into memcached: A container ends with an error, again and again.',
  );

  const why = (...args: readonly string[]) =>
    program.run(['why', 'memcached', '--kubeconfig', kubeconfig, ...args]);
  const answered = await vi.waitFor(async () => {
    const ended = await why('--output', 'json');
    expect(ended).toMatchObject({exitCode: 1, stderr: ''});
    expect(records(ended)[0]).toMatchObject({code: 'GS-POD-04'});
    return records(ended)[0];
  }, patiently);
  expect(answered).toMatchObject({
    type: 'why',
    chain: [
      'memcached',
      'StatefulSet memcached-memcached',
      expect.stringMatching(/^pod memcached/),
      'container memcached-memcached',
    ],
    log: {namespace: 'openstack', container: 'memcached-memcached', previous: true},
    unseen: [],
  });
  expect(answered.sentence).toContain(
    'container memcached-memcached crashes, 5 restarts so far, exit code 1',
  );
  expect(answered.lines).toEqual([expect.stringContaining('This container is simulated')]);

  const told = await why();
  expect(told.exitCode).toBe(1);
  for (const label of ['Do ', 'Command ', 'Last ', 'More      genestack explain GS-POD-04', 'Asked ']) {
    expect(told.stdout).toMatch(new RegExp(`^${label}`, 'm'));
  }

  const client = connect(loadKubeConfig(kubeconfig));
  await client.delete(injectionsRef);
  await client.close();
  expect(await running.ended).toMatchObject({exitCode: 0});
  const well = await why();
  expect(well).toMatchObject({exitCode: 0, stdout: expect.stringContaining('It is ready')});
});
