import {checksOn} from './beds.js';
import {onABed} from './on-a-bed.js';
import {settings} from './record.js';

onABed(checksOn('people', settings.form));
