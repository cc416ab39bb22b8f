import {z} from 'zod';
import {profileSchema} from '../profile/schema.js';
import {type DraftFile, draftFile} from '../settings/draft-file.js';
import type {Draft} from '../ui/wizard/draft.js';

/** What is in a draft beside these is the wizard's own. */
const draftSchema = z.looseObject({
  savedAt: z.iso.datetime(),
  step: z.string(),
  destination: z.discriminatedUnion('kind', [
    z.strictObject({kind: z.literal('rehearsal')}),
    z.strictObject({kind: z.literal('cluster'), context: z.string()}),
    z.strictObject({kind: z.literal('file')}),
  ]),
  profile: profileSchema,
  texts: z.record(z.string(), z.string()),
});

export const drafts = (environment: NodeJS.ProcessEnv, tell: (sentence: string) => void): DraftFile<Draft> =>
  draftFile(environment, value => draftSchema.parse(value) as Draft, tell);
