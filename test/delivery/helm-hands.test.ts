import {expect, test} from 'vitest';
import {helmHands} from '../../source/delivery/helm-hands.js';

test('a helm is written down before it is started and with its pid, and its lines are signs of life', () => {
  const done: unknown[] = [];
  const spawn = {component: 'keystone', namespace: 'openstack', release: 'keystone', revision: 3};
  const {onLine, onSpawn} = helmHands(
    {onHelm: one => done.push(one), onToolLine: (name, line) => done.push([name, line])},
    spawn,
    {signal: new AbortController().signal, moved: () => done.push('moved')},
  );
  expect(done).toEqual([{...spawn, pid: null}]);
  onSpawn?.(17);
  onLine?.('Release "keystone"\u001b]0;title\u0007\u009b7;7H is there');
  onLine?.('\u001b[2J ');
  expect(done.slice(1)).toEqual([{...spawn, pid: 17}, 'moved', ['keystone', 'Release "keystone" is there']]);
});
