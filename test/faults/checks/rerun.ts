import {writesOf} from '../audit.js';
import {undisturbed} from '../campaign.js';
import type {Check} from '../check.js';

export const rerun: Check = {
  name: 'rerun',
  provoked: 'the same install again on a finished cluster',
  holds:
    'no create, update, patch or delete in the audit log; dry runs, leases and access reviews aside; exit 0',
  runs: {short: 1, long: 10},
  async run({world: bed, runs, count}) {
    const {installation, home} = await undisturbed(bed);
    for (let run = 0; run < runs; run += 1) {
      const mark = bed.audit.mark();
      const {exitCode, stderr} = await bed.install(installation, home).ended;
      count([...(exitCode === 0 ? [] : [`exit ${exitCode}: ${stderr}`]), ...writesOf(bed.audit.since(mark))]);
    }
  },
};
