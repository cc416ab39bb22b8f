import {GenestackError, messageOf} from '../errors.js';

/** What a person is told of anything thrown. */
export const asTold = (thrown: unknown): {readonly message: string; readonly remedy: string} => ({
  message: messageOf(thrown),
  remedy: thrown instanceof GenestackError ? thrown.remedy : '',
});
