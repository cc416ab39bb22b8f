import {z} from 'zod';
import type {EngineEvent} from '../engine/events.js';
import {receiptSchema} from '../engine/receipt.js';
import {planSchema} from '../plan/plan.js';

/** What the program prints for programs; the record of a rehearsal has its schema in its own room. */
export {planSchema, receiptSchema};

const base = {time: z.iso.datetime()};
const ofStep = {...base, step: z.string(), component: z.string()};

/** One line of `rehearse` and `install` before the receipt. */
export const eventSchema = z.discriminatedUnion('type', [
  z.strictObject({
    ...base,
    type: z.literal('started'),
    run: z.string(),
    enginePid: z.number().int().positive(),
    cluster: z.string(),
    simulatedNodes: z.number().int().nonnegative(),
  }),
  z.strictObject({...ofStep, type: z.literal('step-started')}),
  z.strictObject({
    ...ofStep,
    type: z.literal('progress'),
    ready: z.number().int().nonnegative(),
    desired: z.number().int().nonnegative(),
    waitsFor: z.string(),
  }),
  z.strictObject({...ofStep, type: z.literal('note'), text: z.string()}),
  z.strictObject({
    ...ofStep,
    type: z.literal('step-finished'),
    result: z.enum(['changed', 'unchanged']),
    seconds: z.number().nonnegative(),
  }),
  z.strictObject({
    ...ofStep,
    type: z.literal('step-failed'),
    code: z.string(),
    message: z.string(),
    remedy: z.string(),
    seconds: z.number().nonnegative(),
  }),
  z.strictObject({...ofStep, type: z.literal('step-blocked'), by: z.string()}),
  z.strictObject({...ofStep, type: z.literal('step-interrupted')}),
  z.strictObject({...ofStep, type: z.literal('step-skipped')}),
  z.strictObject({...ofStep, type: z.literal('step-reopened')}),
  z.strictObject({
    ...ofStep,
    type: z.literal('step-postponed'),
    attempt: z.number().int().positive(),
    at: z.iso.datetime(),
    why: z.string(),
  }),
  z.strictObject({...ofStep, type: z.literal('step-attempted'), attempt: z.number().int().positive()}),
  z.strictObject({
    ...ofStep,
    type: z.literal('step-stalled'),
    since: z.iso.datetime(),
    until: z.iso.datetime(),
    cause: z.string(),
  }),
  z.strictObject({...ofStep, type: z.literal('step-moved')}),
  z.strictObject({
    ...base,
    type: z.literal('lengthened'),
    component: z.string(),
    patienceSeconds: z.number().positive(),
  }),
  z.strictObject({...base, type: z.literal('retried'), component: z.string()}),
  z.strictObject({...base, type: z.literal('skipped'), component: z.string()}),
  z.strictObject({...base, type: z.literal('paused')}),
  z.strictObject({...base, type: z.literal('resumed')}),
  z.strictObject({...base, type: z.literal('stopping'), by: z.string().nullable()}),
  z.strictObject({...base, type: z.literal('interrupting'), finishing: z.array(z.string())}),
  z.strictObject({...base, type: z.literal('api-silent'), since: z.iso.datetime(), why: z.string()}),
  z.strictObject({...base, type: z.literal('api-heard'), seconds: z.number().nonnegative()}),
  z.strictObject({...base, type: z.literal('awaiting')}),
  z.strictObject({
    ...base,
    type: z.literal('finished'),
    outcome: z.enum(['succeeded', 'failed', 'interrupted']),
  }),
]) satisfies z.ZodType<EngineEvent>;

export const errorSchema = z.strictObject({
  type: z.literal('error'),
  /** `GS-ROOM-NN`; stable. */
  code: z.string().regex(/^GS-[A-Z0-9]+-\d\d$/),
  message: z.string(),
  remedy: z.string(),
});
export type ErrorRecord = z.output<typeof errorSchema>;
