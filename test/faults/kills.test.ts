import {helmKilled, killEngine, killTreeCheck} from './checks/kills.js';
import {rerun} from './checks/rerun.js';
import {onABed} from './on-a-bed.js';

onABed([rerun, killEngine, helmKilled, killTreeCheck]);
