import type {NodeRole} from '../catalogue/schema.js';
import type {KindRef, KubernetesObject, ObjectRef} from '../cluster/kubernetes-object.js';
import type {ExistingClass} from '../profile/derived-storage.js';
import type {Profile} from '../profile/schema.js';

/** What a check may ask; all of it reads. */
export interface CheckWorld {
  request(method: 'GET', path: string): Promise<unknown>;
  read(ref: ObjectRef): Promise<KubernetesObject | undefined>;
  list(
    kind: KindRef,
    options?: {labelSelector?: string; namespace?: string},
  ): Promise<{items: KubernetesObject[]}>;
  helmVersion(): Promise<string>;
  kustomizeVersion(): Promise<string>;
  readonly profile: Profile;
  /** The roles that something which is on runs on. */
  readonly roles: readonly NodeRole[];
  /** Storage classes that the profile takes from the cluster. */
  readonly existingClasses: readonly ExistingClass[];
}

/** `waits` is asked again until it changes; `unmet` needs a person. */
export type CheckVerdict =
  /** `notes` are facts that hold nothing back and that a person has to hear. */
  | {readonly state: 'met'; readonly text: string; readonly notes: readonly string[]}
  | {readonly state: 'waits'; readonly text: string}
  | {readonly state: 'unmet'; readonly text: string; readonly remedy: string};

export const met = (text: string, notes: readonly string[] = []): CheckVerdict => ({
  state: 'met',
  text,
  notes,
});
export const waits = (text: string): CheckVerdict => ({state: 'waits', text});
export const unmet = (text: string, remedy: string): CheckVerdict => ({state: 'unmet', text, remedy});
