import type {JudgedObject} from './ready.js';
import type {Observer} from './observer.js';

export const explain = (_observer: Observer, {verdict}: JudgedObject): string => verdict.reason;
