import {checkProfile} from '../../profile/checks.js';
import {findingsOf} from '../../profile/findings.js';
import type {Finding, Path} from '../../profile/problem.js';
import {profileSchema} from '../../profile/schema.js';
import {editText, fieldOf, type TextField} from '../text-field.js';
import {answer, valueAt, withValue} from './answers.js';
import {type FormField, namesFields, networkingFields, rolesFields, storageFields} from './form-fields.js';
import {focusedRow, movedRow} from './rows.js';
import type {Step} from './step.js';
import {factsOf, focusOn, type StepId, stepOf, type WizardState} from './wizard-state.js';

const fieldsOf: Readonly<Partial<Record<StepId, readonly FormField[]>>> = {
  networking: networkingFields,
  storage: storageFields,
  roles: rolesFields,
  names: namesFields,
};

/** The fields of the step that is open, as far as the answers before them ask for them. */
export const formFields = (state: WizardState): readonly FormField[] =>
  (fieldsOf[stepOf(state)] ?? []).filter(({isAsked}) => isAsked?.(state.profile) ?? true);

/** The one that keys go to; undefined where the step has no fields. */
export const focusedField = (state: WizardState): FormField | undefined => {
  const fields = formFields(state);
  const path = focusedRow(
    state,
    fields.map(field => field.path),
  );
  return fields.find(field => field.path === path);
};

/** What stands in a field: what was typed, or the answer. */
export const textOf = (state: WizardState, {path, form}: FormField): string => {
  const value = valueAt(state.profile, path);
  return (
    state.texts[path] ??
    form?.format(value) ??
    (Array.isArray(value) ? value.join(', ') : String(value ?? ''))
  );
};

/** What is known beside a field: what the cluster says of it, or what is worth knowing anyway. */
export const noteOf = (state: WizardState, {known, note = ''}: FormField): string => {
  const facts = factsOf(state);
  return (facts === null ? null : known?.(facts, state.profile)) ?? note;
};

const parsedValue = ({kind, form}: FormField, text: string): unknown => {
  if (form !== undefined) {
    return form.parse(text);
  }
  const trimmed = text.trim();
  if (kind === 'list') {
    return trimmed.split(/[\s,]+/).filter(one => one !== '');
  }
  if (kind === 'number' && /^[0-9]+$/.test(trimmed)) {
    return Number(trimmed);
  }
  return trimmed === '' ? undefined : trimmed;
};

const isAt = (path: Path, field: string): boolean => `${path.join('.')}.`.startsWith(`${field}.`);
const sides = (finding: Finding): readonly Omit<Finding, 'other'>[] =>
  finding.other === undefined ? [finding] : [finding, finding.other];

/** What is wrong with the form of a value; undefined where it can be taken. */
const formProblem = (state: WizardState, field: FormField, text: string): string | undefined => {
  const candidate = withValue(state.profile, field.path, parsedValue(field, text));
  const parsed = profileSchema.safeParse(candidate);
  return parsed.success
    ? undefined
    : findingsOf(parsed.error.issues, candidate).find(({path}) => isAt(path, field.path))?.message;
};

/** What is wrong in a field and how to mend it; undefined where nothing is. */
export const problemOf = (state: WizardState, field: FormField): string | undefined =>
  (field.kind === 'choice' ? undefined : formProblem(state, field, textOf(state, field))) ??
  checkProfile(state.profile)
    .flatMap(sides)
    .find(({path}) => isAt(path, field.path))?.message;

/** The text of the field that is typed in. */
export const typedField = (state: WizardState, field: FormField): TextField => {
  const text = textOf(state, field);
  return {text, cursor: Math.min(state.cursor, text.length)};
};

const focusField = (state: WizardState, path: string): WizardState => {
  const field = formFields(state).find(one => one.path === path);
  return focusOn(state, path, field === undefined ? 0 : fieldOf(textOf(state, field)).text.length);
};

const typed = (state: WizardState, field: FormField, {text, cursor}: TextField): WizardState => {
  const there = {...state, cursor, texts: {...state.texts, [field.path]: text}};
  return formProblem(state, field, text) === undefined
    ? answer(there, field.path, parsedValue(field, text))
    : there;
};

const chosen = (state: WizardState, {path, options = []}: FormField, by: 1 | -1): WizardState => {
  const index = options.findIndex(({value}) => value === valueAt(state.profile, path));
  const next = options[(index + by + options.length) % options.length];
  if (next === undefined) {
    return state;
  }
  const [brought, value] = next.brings ?? [];
  const there =
    brought === undefined || valueAt(state.profile, brought) !== undefined
      ? state
      : answer(state, brought, value);
  return answer(there, path, next.value);
};

/** What a cluster has is not asked of a person who said nothing else. */
const asTheClusterHas = (state: WizardState): WizardState => {
  const serviceCIDR = factsOf(state)?.serviceCIDR ?? null;
  return serviceCIDR === null || state.touched.includes('network.serviceCIDR')
    ? state
    : {...state, profile: withValue(state.profile, 'network.serviceCIDR', serviceCIDR)};
};

const formStep = (step: Pick<Step, 'id' | 'title' | 'sections'>): Step => ({
  ...step,
  keys: state => (focusedField(state)?.kind === 'choice' ? 'form' : 'form-text'),
  problems: state =>
    formFields(state).flatMap(field => {
      const message = problemOf(state, field);
      return message === undefined ? [] : [{field: field.path, message}];
    }),
  reduce(state, action) {
    const field = focusedField(state);
    if (field === undefined) {
      return null;
    }
    if (action.type !== 'intent') {
      return field.kind === 'choice'
        ? state
        : typed(state, field, editText(typedField(state, field), action));
    }
    if (field.kind === 'choice' && (action.intent === 'left' || action.intent === 'right')) {
      return chosen(state, field, action.intent === 'left' ? -1 : 1);
    }
    const to = movedRow(
      formFields(state).map(({path}) => path),
      field.path,
      action,
    );
    return to === undefined ? null : focusField(state, to);
  },
  enter: state => {
    const known = asTheClusterHas(state);
    const field = focusedField(known);
    return field === undefined ? known : focusField(known, field.path);
  },
});

export const networkingStep = formStep({id: 'networking', title: 'Networking', sections: ['network']});
export const storageStep = formStep({id: 'storage', title: 'Storage', sections: ['storage']});
export const countsStep = formStep({id: 'roles', title: 'Node roles', sections: ['nodes']});
export const namesStep = formStep({
  id: 'names',
  title: 'Names',
  sections: ['name', 'region', 'availabilityZone', 'domain', 'certificates', 'ingress'],
});
