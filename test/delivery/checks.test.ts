import {expect, test} from 'vitest';
import type {CheckWorld} from '../../source/delivery/check.js';
import {checks} from '../../source/delivery/checks.js';
import {defaultProfile} from '../../source/profile/defaults.js';
import {existingClasses} from '../../source/profile/derived-storage.js';
import type {Profile} from '../../source/profile/schema.js';

const taking = {
  classes: 'existing',
  existingClass: 'fast',
  multiAttach: 'existing',
  existingMultiAttachClass: 'shared',
} as const satisfies Partial<Profile['storage']>;

test.each([
  [['fast', 'shared'], {state: 'met', text: 'StorageClass fast and shared is there'}],
  [['shared'], {state: 'unmet', remedy: expect.stringContaining('in storage.existingClass,')}],
  [['fast'], {state: 'unmet', remedy: expect.stringContaining('in storage.existingMultiAttachClass,')}],
])(
  'with the classes %j in the cluster the check of those that the profile takes is %j',
  async (there, verdict) => {
    const flex = defaultProfile('flex');
    const world = {
      existingClasses: existingClasses({...flex, storage: {...flex.storage, ...taking}}),
      read: async ref => (there.includes(ref.name) ? {...ref, metadata: {name: ref.name}} : undefined),
    } satisfies Partial<CheckWorld> as unknown as CheckWorld;
    expect(await checks['existing-storage-class']?.(world)).toMatchObject(verdict);
  },
);
