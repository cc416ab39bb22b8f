import {writeFileSync} from 'node:fs';
import {packagePath} from '../assets.js';
import {monitorRecordPage} from './monitor-record-page.js';

writeFileSync(packagePath('docs/monitor.md'), monitorRecordPage());
