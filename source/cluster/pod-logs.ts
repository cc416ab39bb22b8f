import type {Client} from './client.js';

/** Lines of a pod's log as they come, sanitised; ends with the signal. What cannot be read comes as a sentence. */
export async function* podLogs(
  _client: Client,
  _pod: {readonly namespace: string; readonly name: string},
  _signal: AbortSignal,
): AsyncGenerator<string> {}
