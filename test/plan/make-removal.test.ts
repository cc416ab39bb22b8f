import {expect, test} from 'vitest';
import {readCatalogue} from '../../source/catalogue/read.js';
import type {Catalogue, Component} from '../../source/catalogue/schema.js';
import {initialState, reduce} from '../../source/engine/state.js';
import {inOrder} from '../../source/plan/critical-path.js';
import {makePlan} from '../../source/plan/make-plan.js';
import {goingWith, isRemovable, makeRemoval, neededBy} from '../../source/plan/make-removal.js';
import {locateProfile, shippedProfiles} from '../../source/profile/locate.js';
import {loadProfile} from '../../source/profile/read.js';
import {catalogueOf} from '../helpers/catalogue.js';
import {drivenRun} from '../helpers/driven-run.js';

const need = (component: string, kind = 'ready') => ({component, kind});
const catalogue = catalogueOf({
  database: {provides: ['sql']},
  other: {provides: ['sql']},
  names: {needs: [need('database')]},
  designate: {needs: [need('names'), need('neutron', 'uses')]},
  neutron: {needs: [{capability: 'sql', kind: 'ready'}]},
});
const componentOf = ({components}: Catalogue, name: string): Component => components.get(name) as Component;
const flex = {edition: 'flex' as const, components: {}};

test('each goes when everything that needs it is gone', () => {
  const {steps} = makeRemoval(catalogue, flex, ['designate', 'names', 'database']);
  const needs = Object.fromEntries(steps.map(step => [step.id, step.needs.map(({step: id}) => id)]));
  expect(needs).toEqual({
    'database/remove': ['names/gone'],
    'database/gone': ['database/remove'],
    'designate/remove': [],
    'designate/gone': ['designate/remove'],
    'names/remove': ['designate/gone'],
    'names/gone': ['names/remove'],
  });
});

test('those that need one another go together, and before what both need', () => {
  const {steps} = makeRemoval(readCatalogue(), flex, ['nova', 'neutron', 'keystone']);
  const needs = Object.fromEntries(steps.map(step => [step.id, step.needs.map(({step: id}) => id)]));
  expect(needs).toMatchObject({
    'nova/remove': [],
    'neutron/remove': [],
    'keystone/remove': expect.arrayContaining(['neutron/gone', 'nova/gone']),
  });
});

test.each(shippedProfiles())('the whole of %s can be taken away, and nothing is forgotten', name => {
  const whole = readCatalogue();
  const {profile} = loadProfile(locateProfile(name));
  const names = makePlan(whole, profile)
    .components.filter(one => one.enabled)
    .map(one => one.name);
  const {steps} = makeRemoval(whole, profile, names);
  const removed = new Set(inOrder(steps).map(({component}) => component));
  expect(names.filter(one => !removed.has(one) && isRemovable(componentOf(whole, one)))).toEqual([]);
});

test('what stays and cannot be without it is named; what only uses it, or has another, is not', () => {
  const enabled = ['database', 'designate', 'names', 'neutron', 'other'];
  expect(neededBy(catalogue, enabled, ['names', 'neutron'])).toEqual(new Map([['names', ['designate']]]));
  expect(neededBy(catalogue, ['database', 'neutron'], ['database'])).toEqual(
    new Map([['database', ['neutron']]]),
  );
  expect(neededBy(catalogue, ['database', 'neutron', 'other'], ['database'])).toEqual(new Map());
});

test('what only it needed goes with it, as long as it is there', () => {
  const held = new Set(['database', 'designate', 'names']);
  expect(goingWith(catalogue, ['designate'], {wanted: new Set(['database']), held})).toEqual([
    'designate',
    'names',
  ]);
});

test('what is off and was not taken away yet keeps what it needs, and what only left data goes along', () => {
  const wanted = new Set(['database']);
  const held = new Set(['database', 'designate', 'names', 'zones']);
  const more = catalogueOf({
    database: {},
    names: {needs: [need('database')]},
    designate: {needs: [need('names')]},
    zones: {needs: [need('names')]},
  });
  expect(goingWith(more, ['designate'], {wanted, held})).toEqual(['designate']);
  const left = new Set(['names', 'zones']);
  expect(goingWith(more, ['designate'], {wanted, held: new Set(['database']), left})).toEqual([
    'designate',
    'names',
  ]);
});

test('a removal runs to gone', async () => {
  const plan = makeRemoval(catalogue, flex, ['designate', 'names']);
  const driven = drivenRun(plan);
  await driven.finish('designate/remove');
  const states = () => {
    const {components} = driven.events.reduce(reduce, initialState(plan));
    return Object.fromEntries(Object.values(components).map(({name, state}) => [name, state]));
  };
  expect(states()).toEqual({designate: 'removing', names: 'planned'});
  await driven.finish('designate/gone', 'names/remove', 'names/gone');
  await driven.over;
  expect(states()).toEqual({designate: 'gone', names: 'gone'});
  expect(driven.last()).toMatchObject({outcome: 'succeeded'});
});
