import {writeFileSync} from 'node:fs';
import {packagePath} from '../assets.js';
import {readCatalogue} from '../catalogue/read.js';
import {componentTable} from './component-table.js';

writeFileSync(packagePath('docs/components.md'), componentTable(readCatalogue()));
