import {join} from 'node:path';
import {runFolder} from '../report/receipt-file.js';

/** What the process of an engine writes itself: nothing, unless it breaks. */
export const engineLog = (run: string): string => join(runFolder(run), 'engine.log');
