import {startedAtOnce, stoppedDriver} from './checks/one-driver.js';
import {ctrlCOnce, ctrlCTwice, sessionDropped} from './checks/terminals.js';
import {onABed} from './on-a-bed.js';

onABed([startedAtOnce, stoppedDriver, sessionDropped, ctrlCOnce, ctrlCTwice]);
