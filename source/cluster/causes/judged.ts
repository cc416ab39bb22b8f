import {judge} from '../readiness.js';
import type {CauseRecord, RecordText} from './record.js';

/** What readiness says with the record's own code. */
export const judged = (rest: RecordText & Pick<CauseRecord, 'kinds'>): CauseRecord => ({
  recognise: object => {
    const verdict = judge(object);
    return verdict.code === rest.code ? {facts: {because: verdict.reason}} : undefined;
  },
  ...rest,
});
