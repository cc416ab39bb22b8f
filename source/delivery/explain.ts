import type {Observer} from './observer.js';
import type {JudgedObject} from './ready.js';

export const explain = (_observer: Observer, {verdict}: JudgedObject): string => verdict.reason;
