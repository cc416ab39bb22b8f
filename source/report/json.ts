import type {EngineEvent} from '../engine/events.js';
import type {GenestackError} from '../errors.js';
import type {ErrorRecord} from './schemas.js';

/** An event as it is printed: `time` and `type` come first, so that a person who reads along finds them. */
export const eventRecord = ({time, type, ...rest}: EngineEvent): object => ({time, type, ...rest});

/** An error as programs get it; the sentence for people goes elsewhere. */
export const errorRecord = ({code, message, remedy}: GenestackError): ErrorRecord => ({
  type: 'error',
  code,
  message,
  remedy,
});
