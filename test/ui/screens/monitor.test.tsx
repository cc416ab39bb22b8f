import {describe, expect, test, vi} from 'vitest';
import {screenAt} from '../../helpers/screen.js';
import {allWell, at, lost, monitorNow, nineWait, oneFailed} from '../fixtures/monitor-views.js';
import {playedMonitor, StandingMonitor} from '../fixtures/monitor-world.js';

type Options = {readonly ascii?: boolean; readonly colour?: boolean};

const monitored = (view = oneFailed, [columns, rows] = [80, 24], options: Options = {ascii: true}) => {
  const monitor = playedMonitor(view);
  const leave = vi.fn();
  const screen = screenAt(columns, rows, <StandingMonitor monitor={monitor} leave={leave} />, options);
  return {monitor, leave, screen};
};

const shows = (screen: ReturnType<typeof screenAt>, text: string) =>
  vi.waitFor(() => expect(screen.lastFrame()).toContain(text));

describe('whole frames at 80x24 in ASCII', () => {
  test('one component that fails', async () => {
    const {screen} = monitored();
    await shows(screen, 'cinder');
    expect(screen.lastFrame()).toMatchSnapshot();
  });

  test.each([
    ['n', 'Nodes'],
    ['w', 'What changed'],
    ['p', 'Problems'],
    ['s', 'In words'],
    ['b', '#'],
    ['?', 'Keys'],
  ])('%s', async (key, title) => {
    const {screen} = monitored();
    await shows(screen, 'cinder');
    screen.press(key);
    await shows(screen, title);
    expect(screen.lastFrame()).toMatchSnapshot();
  });

  test('many that wait for one, and what may not be seen', async () => {
    const {screen} = monitored(nineWait);
    await shows(screen, 'rabbitmq');
    screen.press('p');
    await shows(screen, 'neutron');
    expect(screen.lastFrame()).toMatchSnapshot();
  });

  test('all well, large, in Unicode', async () => {
    const {screen} = monitored(allWell, [80, 24], {});
    await shows(screen, 'all well');
    screen.press('b');
    await shows(screen, '█');
    expect(screen.lastFrame()).toMatchSnapshot();
  });

  test('nothing of Genestack, large', async () => {
    const {screen} = monitored({...allWell, components: [], problems: []});
    await shows(screen, 'nothing of Genestack is seen');
    screen.press('b');
    await shows(screen, '#');
    expect(screen.lastFrame()).toMatchSnapshot();
  });

  test('why, its copy and its log', async () => {
    const {screen, monitor} = monitored();
    await shows(screen, 'cinder');
    screen.press('down', 'enter');
    await shows(screen, 'crashes');
    expect(screen.lastFrame()).toMatchSnapshot();
    screen.press('y');
    await shows(screen, 'genestack explain GS-POD-04');
    await shows(screen, 'short enough to type');
    screen.press('escape', 'l');
    await shows(screen, 'port 3260 in use');
    expect(monitor.read).toEqual(['openstack/cinder-volume-1']);
    screen.press('escape', 'escape');
    await shows(screen, 'Lately');
  });
});

test.each([
  ['a node, though nothing is wrong with it', 'n', 'compute-1', 'Why is Node compute-1 as it is?'],
  ['what happened', 'w', 'cinder-volume-1', 'Why is cinder-volume-1 as it is?'],
])('why can be asked of %s', async (_, key, name, title) => {
  const {screen} = monitored();
  await shows(screen, 'cinder');
  screen.press(key);
  await shows(screen, name);
  screen.press('down', 'enter');
  await shows(screen, title);
});

test('the QR code is there where it has room', async () => {
  const {screen} = monitored(oneFailed, [80, 40], {});
  await shows(screen, 'cinder');
  screen.press('down', 'enter', 'y');
  await shows(screen, '▀');
  expect(screen.lastFrame()).toMatchSnapshot();
});

test('a picture that is old says how old it is and why', async () => {
  const {screen, monitor} = monitored(lost);
  await shows(screen, 'The picture is 1:03:22 old: the API server at https://10.1.0.10:6443');
  monitor.become(oneFailed);
  await vi.waitFor(() => expect(screen.lastFrame()).not.toContain('old'));
});

test('what happened while nobody looked is told apart', async () => {
  const monitor = playedMonitor(oneFailed);
  let now = at('13:59:00');
  const screen = screenAt(80, 24, <StandingMonitor monitor={monitor} now={() => now} />, {ascii: true});
  await shows(screen, 'cinder');
  screen.press('w');
  await shows(screen, 'What changed');
  now = monitorNow;
  screen.press('down');
  await shows(screen, 'Since you last looked');
  const lines = screen
    .lastFrame()
    .split('\n')
    .map(line => line.trim());
  expect(lines.indexOf('Before')).toBeGreaterThan(
    lines.findIndex(line => line.includes('restarted, 7th time')),
  );
  expect(lines.indexOf('Before')).toBeLessThan(lines.findIndex(line => line.includes('became ready')));
});

test('find, and all again', async () => {
  const {screen} = monitored();
  await shows(screen, 'cinder');
  screen.press('n', '/', 'v', 'o', 'l', 'u');
  await shows(screen, 'openstack/cinder-volume-1');
  expect(screen.lastFrame()).not.toContain('compute-1');
  screen.press('escape');
  await shows(screen, 'compute-1');
});

test('folds open and close, the cursor stays', async () => {
  const {screen} = monitored();
  await shows(screen, 'cinder');
  screen.press('n', 'down', 'right');
  await shows(screen, 'nova-compute-2');
  screen.press('left');
  await vi.waitFor(() => expect(screen.lastFrame()).not.toContain('nova-compute-2'));
  expect(
    screen
      .lastFrame()
      .split('\n')
      .find(line => line.startsWith('>')),
  ).toContain('compute-1');
});

test.each(['q', 'ctrl-c'])('%s leaves, and asks nobody', async key => {
  const {screen, leave} = monitored();
  await shows(screen, 'cinder');
  screen.press(key);
  await vi.waitFor(() => expect(leave).toHaveBeenCalled());
});

test.each(['!', ':', 'e', '\u001a', 'x', 'd', 'S'])('%j opens no way out of it', async key => {
  const {screen, leave} = monitored();
  await shows(screen, 'cinder');
  const before = screen.lastFrame();
  screen.press(key);
  await new Promise(resolve => setImmediate(resolve));
  expect(screen.lastFrame()).toBe(before);
  expect(leave).not.toHaveBeenCalled();
});

test.each([
  [60, 16],
  [120, 40],
  [200, 60],
] as const)('%ix%i: every line fits in every view', async (columns, rows) => {
  const {screen} = monitored(nineWait, [columns, rows]);
  await shows(screen, 'rabbitmq');
  for (const key of ['t', 'n', 'p', 'w', 's', 'b']) {
    screen.press(key);
    await new Promise(resolve => setImmediate(resolve));
    const lines = screen.lastFrame().split('\n');
    expect(lines.length).toBeLessThanOrEqual(rows);
    expect(Math.max(...lines.map(line => line.length))).toBeLessThanOrEqual(columns);
  }
});
