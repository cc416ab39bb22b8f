import {differsStep} from './differs-step.js';
import {editionStep} from './edition-step.js';
import {namesStep, networkingStep, storageStep} from './form-steps.js';
import {homeStep} from './home-step.js';
import {removeStep} from './remove-step.js';
import {reviewStep} from './review-step.js';
import {rolesStep} from './roles-step.js';
import {servicesStep} from './services-step.js';
import type {Step} from './step.js';
import {whereStep} from './where-step.js';
import {type StepId, stepOf, type WizardState} from './wizard-state.js';

/** Every step, in the order of asking. */
export const steps: readonly Step[] = [
  whereStep,
  editionStep,
  networkingStep,
  storageStep,
  rolesStep,
  namesStep,
  servicesStep,
  reviewStep,
];

const all: readonly Step[] = [...steps, homeStep, differsStep, removeStep];

const byId = new Map(all.map(step => [step.id, step]));

export const currentStep = (state: WizardState): Step => byId.get(stepOf(state)) as Step;

/** What a profile may name in `ask:`: a step, or a key of the profile's first level. */
export const askable: readonly string[] = steps.flatMap(step =>
  step.sections.length === 0 ? [] : [...new Set([step.id, ...step.sections])],
);

/**
 * The steps that a profile leaves to be asked: those named, and those that ask for a section that is named; all where nothing is
 * named. Where it goes is in no profile, so it is asked unless it is known already; the review is always shown.
 */
export const askedSteps = (ask: readonly string[], options: {isDestinationKnown?: boolean} = {}): StepId[] =>
  steps
    .filter(({id, sections}) =>
      id === 'where'
        ? options.isDestinationKnown !== true
        : sections.length === 0 ||
          ask.length === 0 ||
          ask.includes(id) ||
          sections.some(section => ask.includes(section)),
    )
    .map(({id}) => id);
