import {expect, test} from 'vitest';
import {defaultProfile} from '../../../source/profile/defaults.js';
import type {Intent, ScreenAction} from '../../../source/ui/keys.js';
import {focusedField, problemOf} from '../../../source/ui/wizard/form-steps.js';
import {openWizard} from '../../../source/ui/wizard/open-wizard.js';
import {services} from '../../../source/ui/wizard/services-step.js';
import {wizardReducer} from '../../../source/ui/wizard/wizard-reducer.js';
import {type StepId, stepIds, stepOf, type WizardState} from '../../../source/ui/wizard/wizard-state.js';
import {opening} from '../fixtures/opening.js';

const opened = openWizard(opening);
const intent = (one: Intent): ScreenAction => ({type: 'intent', intent: one});
const press = (state: WizardState, ...intents: readonly Intent[]): WizardState =>
  intents.map(intent).reduce(wizardReducer, state);
const type = (state: WizardState, text: string): WizardState =>
  wizardReducer(wizardReducer(state, {type: 'edit', edit: 'clear-line'}), {type: 'text', text});
const at = (step: StepId, state = opened): WizardState =>
  press(state, ...Array.from({length: stepIds.indexOf(step)}, () => 'next' as const));

test('enter alone leads through every step to the profile and the rehearsal of it', () => {
  const review = at('review');
  expect(stepOf(review)).toBe('review');
  expect(review.wishes).toContainEqual({kind: 'begin-servers'});
  const saving = press(review, 'next');
  const save = {kind: 'save', file: './genestack.yaml', profile: defaultProfile('flex'), isSure: false};
  expect(saving.wishes).toContainEqual(save);
  const there = wizardReducer(saving, {type: 'profile-exists'});
  expect(press(there, 'next').saving).toEqual({state: 'not-asked'});
  expect(press(there, 'down', 'next').wishes).toContainEqual({...save, isSure: true});
  expect(wizardReducer(saving, {type: 'profile-written'}).wishes).toContainEqual(
    expect.objectContaining({kind: 'start', destination: {kind: 'rehearsal'}}),
  );
});

test('another edition brings its defaults, and an answer stays', () => {
  const named = type(at('names'), 'mine');
  const back = press(named, 'back', 'back', 'back', 'back', 'down');
  expect(back.profile).toEqual({...defaultProfile('enterprise'), name: 'mine'});
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
  const known = wizardReducer(chosen, {
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
  const there = at('services');
  const skyline = services(there).findIndex(({name}) => name === 'skyline');
  const on = press(there, ...Array.from({length: skyline}, () => 'down' as const), 'toggle');
  expect(on.profile.components).toEqual({skyline: true});
  expect(services(on)[skyline]?.isOn).toBe(true);
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
