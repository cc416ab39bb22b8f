import type {Catalogue} from '../../catalogue/schema.js';
import type {ComponentChange} from '../../plan/changes.js';
import type {Profile} from '../../profile/schema.js';
import type {ClusterFacts, ContextFacts, Destination, InstalledFacts, ServersProgress} from '../ports.js';
import type {Draft} from './draft.js';

/** `home`, `differs` and `remove` are of a cluster that Genestack is on; nobody is led to them elsewhere. */
export type StepId =
  | 'where'
  | 'home'
  | 'differs'
  | 'remove'
  | 'edition'
  | 'networking'
  | 'storage'
  | 'roles'
  | 'names'
  | 'services'
  | 'review';

/** The steps to a new cloud, in their order. */
export const stepIds: readonly StepId[] = [
  'where',
  'edition',
  'networking',
  'storage',
  'roles',
  'names',
  'services',
  'review',
];

/** What the answers would change on the cluster that is chosen, by the answers that were compared. */
export type Comparison =
  | {readonly state: 'looking'; readonly profile: Profile}
  | {readonly state: 'known'; readonly profile: Profile; readonly changes: readonly ComponentChange[]}
  | {readonly state: 'failed'; readonly profile: Profile; readonly message: string; readonly remedy: string};

/** What a first look at a context brought, or is about to. */
export type Look =
  | {readonly state: 'looking'}
  | {readonly state: 'known'; readonly facts: ClusterFacts}
  | {readonly state: 'failed'; readonly message: string; readonly remedy: string};

/** Where the profile stands on its way to the disk. */
export type Saving =
  | {readonly state: 'not-asked'}
  /** The file is there and was not written by us in this wizard; `isSure` is the choice under the cursor. */
  | {readonly state: 'overwrite'; readonly isSure: boolean}
  | {readonly state: 'writing'}
  | {readonly state: 'written'}
  | {readonly state: 'failed'; readonly message: string; readonly remedy: string};

/** What a person wants that other programs of this house do, on the same terminal. */
export type Elsewhere =
  | {readonly kind: 'monitor'; readonly context: string}
  | {readonly kind: 'remove'; readonly context: string; readonly targets: readonly string[]};

/** What a reducer wants of the world; the root does it once and then says `wishes-granted`. */
export type Wish =
  | {readonly kind: 'look'; readonly context: string}
  | {readonly kind: 'begin-servers'}
  | {readonly kind: 'compare'; readonly context: string; readonly profile: Profile}
  | Elsewhere
  /** Says `profile-exists` instead of writing where the file is there and `isSure` is false. */
  | {readonly kind: 'save'; readonly file: string; readonly profile: Profile; readonly isSure: boolean}
  /** The profile is written and all is answered. */
  | {
      readonly kind: 'start';
      readonly destination: Destination;
      readonly profile: Profile;
      readonly profileFile: string;
    }
  | {readonly kind: 'remove-draft'};

/** All that the wizard knows. Answers are in `profile`; a text that is no answer yet is in `texts`. */
export interface WizardState {
  readonly catalogue: Catalogue;
  /** The steps that are asked, in their order. */
  readonly steps: readonly StepId[];
  /** Those that are asked where nothing is installed yet. */
  readonly askedSteps: readonly StepId[];
  readonly index: number;
  readonly destination: Destination;
  /** Of the form that the schema wants; what does not go together in it is a problem of a step. */
  readonly profile: Profile;
  /** Profile paths (`network.podCIDR`, `components.skyline`) that the person answered: an edition's defaults leave them alone. */
  readonly touched: readonly string[];
  /** By field: what was typed and cannot be taken as a value, or is being typed. */
  readonly texts: Readonly<Record<string, string>>;
  /** Place in the focused text, in UTF-16 units. */
  readonly cursor: number;
  /** By step: the field or row that has the focus; a step's first where it is absent or gone. */
  readonly focus: Readonly<Partial<Record<StepId, string>>>;
  /** The role, of those in their order, that space gives a node. */
  readonly column: number;
  /** Groups of services that are folded or unfolded otherwise than at first. */
  readonly folds: readonly string[];
  /** The service that is read about, and the first line of it that is shown; null where none is. */
  readonly about: {readonly service: string; readonly top: number} | null;
  readonly contexts: {
    readonly current: string | null;
    readonly contexts: readonly ContextFacts[];
    readonly problem: string | null;
  };
  readonly looks: Readonly<Record<string, Look>>;
  readonly comparison: Comparison | null;
  /** Services that are marked to be removed. */
  readonly marked: readonly string[];
  /** The first line that is shown of what differs. */
  readonly differsTop: number;
  readonly servers: ServersProgress;
  /** The draft that is offered; null once it was taken or there is none. */
  readonly draft: Draft | null;
  /** As it is shown: `./genestack.yaml`. */
  readonly profileFile: string;
  readonly saving: Saving;
  readonly wishes: readonly Wish[];
}

export const stepOf = (state: WizardState): StepId => state.steps[state.index] ?? 'review';

/** What is known of the cluster that is chosen; null for a rehearsal, a file, and before the first look. */
export const factsOf = (state: WizardState): ClusterFacts | null => {
  const look = state.destination.kind === 'cluster' ? state.looks[state.destination.context] : undefined;
  return look?.state === 'known' ? look.facts : null;
};

/** What Genestack has on the cluster that is chosen; null where it has nothing, or that is not known. */
export const installedOf = (state: WizardState): InstalledFacts | null => factsOf(state)?.installed ?? null;

export const wish = (state: WizardState, ...wishes: readonly Wish[]): WizardState => ({
  ...state,
  wishes: [...state.wishes, ...wishes],
});

export const focusOn = (state: WizardState, row: string, cursor = 0): WizardState => ({
  ...state,
  cursor,
  focus: {...state.focus, [stepOf(state)]: row},
});
