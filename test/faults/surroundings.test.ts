import {apiKilled, etcdKilled, proxied} from './checks/api-trouble.js';
import {controlSequences} from './checks/control-sequences.js';
import {stateTrouble} from './checks/state-trouble.js';
import {onABed} from './on-a-bed.js';

onABed([apiKilled, etcdKilled, proxied, stateTrouble, controlSequences]);
