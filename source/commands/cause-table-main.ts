import {writeFileSync} from 'node:fs';
import {packagePath} from '../assets.js';
import {causes} from '../cluster/causes/registry.js';
import {readSituations} from '../rehearsal/situations/read.js';
import {causePages} from './cause-page.js';
import {causeTable} from './cause-table.js';

writeFileSync(packagePath('docs/causes.md'), causeTable(causePages(causes, readSituations())));
