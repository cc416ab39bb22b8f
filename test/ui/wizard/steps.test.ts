import {expect, test} from 'vitest';
import {defaultProfile} from '../../../source/profile/defaults.js';
import type {Intent, ScreenAction} from '../../../source/ui/keys.js';
import {withValue} from '../../../source/ui/wizard/answers.js';
import {focusedField, formFields, noteOf, problemOf, textOf} from '../../../source/ui/wizard/form-steps.js';
import {openWizard} from '../../../source/ui/wizard/open-wizard.js';
import {serviceGroups, serviceRows, services} from '../../../source/ui/wizard/services-step.js';
import {type WizardAction, wizardReducer} from '../../../source/ui/wizard/wizard-reducer.js';
import {type StepId, stepIds, stepOf, type WizardState} from '../../../source/ui/wizard/wizard-state.js';
import {opening} from '../fixtures/opening.js';

const opened = openWizard(opening);
const told = (state: WizardState, action: WizardAction): WizardState =>
  wizardReducer(state, action, {columns: 80, rows: 20});
const intent = (one: Intent): ScreenAction => ({type: 'intent', intent: one});
const press = (state: WizardState, ...intents: readonly Intent[]): WizardState =>
  intents.map(intent).reduce((now, action) => told(now, action), state);
const type = (state: WizardState, text: string): WizardState =>
  told(told(state, {type: 'edit', edit: 'clear-line'}), {type: 'text', text});
const at = (step: StepId, state = opened): WizardState =>
  press(state, ...Array.from({length: stepIds.indexOf(step)}, () => 'next' as const));

test('enter alone leads through every step to the profile and the rehearsal of it', () => {
  const review = at('review');
  expect(stepOf(review)).toBe('review');
  expect(review.wishes).toContainEqual({kind: 'begin-servers'});
  const saving = press(review, 'next');
  const save = {kind: 'save', file: './genestack.yaml', profile: defaultProfile('flex'), isSure: false};
  expect(saving.wishes).toContainEqual(save);
  const there = told(saving, {type: 'profile-exists'});
  expect(press(there, 'next').saving).toEqual({state: 'not-asked'});
  expect(press(there, 'down', 'next').wishes).toContainEqual({...save, isSure: true});
  expect(told(saving, {type: 'profile-written'}).wishes).toContainEqual(
    expect.objectContaining({kind: 'start', destination: {kind: 'rehearsal'}}),
  );
});

test('another edition brings its defaults, and an answer stays', () => {
  const named = type(at('names'), 'mine');
  const back = press(named, 'back', 'back', 'back', 'back', 'down');
  expect(back.profile).toEqual({...defaultProfile('enterprise'), name: 'mine'});
});

test('the domain takes the name server along', () => {
  const names = at('names');
  const steps = formFields(names).findIndex(({path}) => path === 'domain');
  const typed = type(
    press(names, ...Array.from({length: steps}, () => 'down' as const)),
    'cloud.example.org',
  );
  expect(typed.profile).toMatchObject({
    domain: 'cloud.example.org',
    designate: {nameServers: ['ns1.cloud.example.org']},
  });
});

test('a wrong value keeps the step, says why, and is not lost by going back and forth', () => {
  const wrong = type(press(at('networking'), 'down'), '10.233.0.0/16');
  const field = focusedField(wrong);
  expect(field?.path).toBe('network.podCIDR');
  expect(field && problemOf(wrong, field)).toMatch(/overlaps|10\.233/);
  expect(stepOf(press(wrong, 'next'))).toBe('networking');
  const unfinished = type(wrong, '10.236.0');
  const again = press(unfinished, 'back', 'next');
  expect(again.texts['network.podCIDR']).toBe('10.236.0');
  expect(stepOf(press(again, 'next'))).toBe('networking');
  expect(stepOf(press(type(again, '10.236.0.0/14'), 'next'))).toBe('storage');
});

test('a cluster is looked at before it is taken, and begun only by an answer', () => {
  const chosen = press(opened, 'down');
  expect(chosen.wishes).toContainEqual({kind: 'look', context: 'site-a'});
  expect(stepOf(press(chosen, 'next'))).toBe('where');
  const known = told(chosen, {
    type: 'looked',
    context: 'site-a',
    look: {state: 'known', facts: {version: '1.35.4', nodes: [], storageClasses: [], serviceCIDR: null}},
  });
  const review = at('review', known);
  expect(stepOf(review)).toBe('review');
  expect(press(review, 'next').saving).toEqual({state: 'not-asked'});
  expect(press(review, 'down', 'next').saving).toEqual({state: 'writing'});
});

test('a service is switched on with what it brings', () => {
  const there = {...at('services'), focus: {services: 'designate'}};
  const on = press(there, 'toggle');
  expect(on.profile.components).toEqual({designate: true});
  expect(services(on).find(({name}) => name === 'designate')).toMatchObject({
    isOn: true,
    brings: ['powerdns'],
  });
});

test('what another step decides is not switched among the services', () => {
  const there = {...at('services'), focus: {services: 'calico'}};
  expect(services(there).find(({name}) => name === 'calico')?.decidedIn).toBe('Networking');
  expect(press(there, 'toggle')).toBe(there);
});

test('groups fold, and what a service is can be read', () => {
  const there = press({...at('services'), focus: {services: 'skyline'}}, 'left');
  expect(there.focus.services).toBe('group:OpenStack');
  expect(serviceRows(serviceGroups(there))).not.toContain('skyline');
  expect(serviceRows(serviceGroups(press(there, 'right')))).toContain('skyline');
  const reading = press({...there, focus: {services: 'aodh'}}, 'about');
  expect(reading.about).toEqual({service: 'aodh', top: 0});
  expect(stepOf(press(reading, 'back', 'next'))).toBe('review');
});

test('routers, disks and a DNS zone are typed in one line each', () => {
  const routers = type(
    {
      ...at('networking'),
      profile: withValue(opened.profile, 'network.loadBalancer.mode', 'bgp'),
      focus: {networking: 'network.loadBalancer.peers'},
    },
    '192.0.2.1 64512 64513, 192.0.2.2 x 64513',
  );
  const field = focusedField(routers);
  expect(field && problemOf(routers, field)).toBeDefined();
  const right = type(routers, '192.0.2.1 64512 64513');
  expect(right.profile.network.loadBalancer.peers).toEqual([
    {address: '192.0.2.1', asn: 64_512, myAsn: 64_513},
  ]);
  expect(field && textOf({...right, texts: {}}, field)).toBe('192.0.2.1 64512 64513');
  const chosen = press({...at('storage'), focus: {storage: 'storage.block'}}, 'right');
  // No disk goes that the profile does not name, so that choosing Ceph names what the next line shows.
  expect(opened.profile.storage.ceph.devices).toBeUndefined();
  expect(chosen.profile.storage).toMatchObject({block: 'ceph', ceph: {devices: 'all'}});
  const storage = {
    ...chosen,
    focus: {storage: 'storage.ceph.devices'},
  };
  for (const [text, devices] of [
    ['sdb, sdc', {list: ['sdb', 'sdc']}],
    ['/^sd[bc]$/', {filter: '^sd[bc]$'}],
    ['all', 'all'],
  ] as const) {
    expect(type(storage, text).profile.storage.ceph.devices).toEqual(devices);
  }
  const names = {...at('names'), focus: {names: 'certificates.issuer'}};
  expect(press(names, 'left').profile.certificates).toMatchObject({
    issuer: 'acme-dns01',
    dns01: {provider: 'cloudflare'},
  });
});

test('volumes on several nodes follow the class until somebody chooses them', () => {
  const onCeph = press({...at('storage'), focus: {storage: 'storage.classes'}}, 'right');
  expect(onCeph.profile.storage).toMatchObject({classes: 'ceph', multiAttach: 'ceph'});
  const byNfs = press({...onCeph, focus: {storage: 'storage.multiAttach'}}, 'right');
  expect(formFields(byNfs).map(({path}) => path)).toContain('storage.nfs.size');
  const back = press({...byNfs, focus: {storage: 'storage.classes'}}, 'left');
  expect(back.profile.storage).toMatchObject({classes: 'topolvm', multiAttach: 'nfs'});
});

test('what the cluster says stands beside a field, and is the answer of who gave none', () => {
  const node = {
    name: 'a',
    isReady: true,
    isControlPlane: true,
    roles: ['control-plane'],
    cpu: 8,
    memoryGiB: 32,
  };
  const known = told(press(opened, 'down'), {
    type: 'looked',
    context: 'site-a',
    look: {
      state: 'known',
      facts: {version: '1.35.4', nodes: [node], storageClasses: ['fast'], serviceCIDR: '10.96.0.0/12'},
    },
  });
  const there = at('networking', known);
  const services = formFields(there).find(({path}) => path === 'network.serviceCIDR');
  expect(there.profile.network.serviceCIDR).toBe('10.96.0.0/12');
  expect(services && noteOf(there, services)).toBe('read from the cluster');
  const other = type({...there, cursor: 99, focus: {networking: 'network.serviceCIDR'}}, '10.97.0.0/16');
  expect(services && noteOf(other, services)).toBe('the cluster has 10.96.0.0/12');
  expect(press(other, 'back', 'next').profile.network.serviceCIDR).toBe('10.97.0.0/16');
});

test('a draft goes on at its step with its answers', () => {
  const draft = {
    savedAt: '2026-11-23T11:42:00.000Z',
    step: 'storage',
    destination: {kind: 'file'},
    profile: {...defaultProfile('flex'), name: 'mine'},
    texts: {},
  } as const;
  const there = press({...opened, draft}, 'draft');
  expect(stepOf(there)).toBe('storage');
  expect(there.touched).toEqual(['edition', 'name']);
  // Where somebody begins to type, the last letter is before the cursor.
  const typing = press({...opened, draft: {...draft, step: 'names'}}, 'draft');
  expect(typing.cursor).toBe('mine'.length);
});

test('on a cluster nodes are given roles, suggested at first, and never the last controller taken away', () => {
  const node = (name: string, isControlPlane = false) => ({
    name,
    isReady: true,
    isControlPlane,
    roles: [],
    cpu: 8,
    memoryGiB: 32,
  });
  const nodes = [node('a', true), node('b'), node('c')];
  const known = told(press(opened, 'down'), {
    type: 'looked',
    context: 'site-a',
    look: {state: 'known', facts: {version: '1.35.4', nodes, storageClasses: [], serviceCIDR: null}},
  });
  const there = at('roles', known);
  expect(stepOf(there)).toBe('roles');
  expect(there.profile.nodes).toEqual({
    hyperconverged: false,
    controlPlane: {count: 1, names: ['a']},
    compute: {count: 2, names: ['b', 'c']},
    network: {count: 1, names: ['c']},
    storage: {count: 1, names: ['c']},
  });
  expect(press(there, 'toggle').profile).toEqual(there.profile);
  const more = press(there, 'down', 'toggle');
  expect(more.profile.nodes.controlPlane).toEqual({count: 2, names: ['a', 'b']});
  expect(press(more, 'back', 'next').profile).toEqual(more.profile);
  const empty = press(there, 'down', 'down', 'right', 'right', 'right', 'toggle');
  expect(empty.profile.nodes.storage).toEqual({count: 0, names: []});
  expect(stepOf(press(empty, 'next'))).toBe('roles');
  const elsewhere = {...more, destination: {kind: 'file'}} as const;
  expect(press(elsewhere, 'back', 'next').profile.nodes.controlPlane).toEqual({count: 2});
});
