import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {Agent, request} from 'undici';
import {filesIn} from './folders.js';

/** Whether kwok answers in the place of the nodes' kubelets, with the certificate that the API server asks of it. */
export const kubeletAnswers = async (dir: string, port: number): Promise<boolean> => {
  const ca = readFileSync(join(filesIn(dir).certificates, 'ca.crt'), 'utf8');
  const dispatcher = new Agent({connect: {ca}});
  try {
    const signal = AbortSignal.timeout(2000);
    const {statusCode, body} = await request(`https://127.0.0.1:${port}/healthz`, {dispatcher, signal});
    await body.dump();
    return statusCode === 200;
  } catch {
    return false;
  } finally {
    await dispatcher.destroy();
  }
};
