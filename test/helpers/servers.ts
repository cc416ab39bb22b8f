import {ensureServers} from '../../source/rehearsal/servers.js';

/** Makes sure, before the first test, that the servers are there: a clean machine builds them once, which takes minutes. */
export const setup = async (): Promise<void> => {
  let shown = -1;
  await ensureServers(process.env, {
    onNotice: sentence => process.stderr.write(`${sentence}\n`),
    onProgress: ({phase, done, total}) => {
      const percent = total ? Math.floor((done / total) * 100) : 0;
      if (percent === shown) return;
      shown = percent;
      process.stderr.write(`${phase}: ${done}${total ? ` of ${total} packages` : ''}\n`);
    },
  });
};
