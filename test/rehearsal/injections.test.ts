import {expect, test} from 'vitest';
import {readCatalogue} from '../../source/catalogue/read.js';
import {causeOfObject} from '../../source/cluster/causes.js';
import type {KubernetesObject} from '../../source/cluster/kubernetes-object.js';
import {injectionOf} from '../../source/commands/injected.js';
import {isInjectable, playedBy, playOf} from '../../source/rehearsal/injections.js';
import {eventAbout, statusFor} from '../../source/rehearsal/situations/pod-play.js';
import {readSituations} from '../../source/rehearsal/situations/read.js';
import {evidenceOf} from '../cluster/evidence.js';

const situations = readSituations();
const catalogue = readCatalogue();
const plays = [...situations].flatMap(([name, situation]) => {
  const play = situation.inject === undefined ? playOf(situation) : undefined;
  return play === undefined ? [] : [{name, situation, play}];
});

const pod: KubernetesObject = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {name: 'other-0', namespace: 'openstack', uid: 'u'},
  spec: {
    nodeName: 'node-1',
    initContainers: [{name: 'entrypoint', image: 'registry.example.org/entrypoint:1'}],
    containers: [{name: 'other', image: 'registry.example.org/other:2'}],
  },
};

test.each(plays)('$name fails in any pod by its cause, in the names of that pod', ({situation, play}) => {
  const own = playedBy(situation, play, pod);
  const now = Date.parse('2026-11-23T14:59:00Z');
  const struck = {...pod, status: statusFor(pod, own, now)};
  const events = own.events.map(event => eventAbout(pod, event, now));
  const cause = causeOfObject(struck, evidenceOf(struck, ...events));
  // What a Job's pod has becomes the Job's own failure when it was tried as often as it may.
  const isOfJob = play.of.startsWith('Job/');
  expect(cause?.code).toBe(isOfJob ? 'GS-POD-04' : situation.code);
  if (situation.code.startsWith('GS-IMG-') && situation.code !== 'GS-IMG-07') {
    expect(cause?.text).toContain('registry.example.org/');
  }
});

test('a good many causes can be practised', () => {
  const codes = new Set([...situations.values()].filter(isInjectable).map(({code}) => code));
  expect([...codes]).toEqual(
    expect.arrayContaining(['GS-IMG-01', 'GS-POD-04', 'GS-ADM-01', 'GS-VOL-01', 'GS-SCH-07', 'GS-CFG-01']),
  );
});

const of = (text: string, enabled = ['memcached', 'keystone']) =>
  injectionOf(text, situations, catalogue, enabled);

test('a cause is named by its code or its situation, in the component that is named or the first that can have it', () => {
  expect(of('gs-img-01:keystone')).toEqual({situation: 'image-not-found', component: 'keystone'});
  expect(of('image-manifest-unknown')).toEqual({
    situation: 'image-manifest-unknown',
    component: 'memcached',
  });
  expect(of('hook-job-failed')).toEqual({situation: 'hook-job-failed', component: 'keystone'});
  expect(of('class-missing')).toEqual({situation: 'class-missing', component: ''});
});

test.each([
  ['GS-IMG-1', 'GS-REH-15', 'did you mean GS-IMG-01?'],
  ['GS-OPR-01', 'GS-REH-15', 'cannot be made in a rehearsal'],
  ['class-missing:keystone', 'GS-REH-16', 'the whole rehearsal'],
  ['crash-loop:nova', 'GS-REH-16', 'not part of this rehearsal'],
  ['hook-job-failed:memcached', 'GS-REH-16', 'no workload that could fail so'],
  ['crash-loop:keystne', 'GS-CLI-14', 'did you mean keystone?'],
])('%s is refused', (text, code, why) => {
  expect(() => of(text)).toThrow(expect.objectContaining({code, message: expect.stringContaining(why)}));
});
