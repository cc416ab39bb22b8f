import {exitCodes, GenestackError} from '../errors.js';
import {isQueryPath} from './prometheus.js';
import type {ApiRequest, Transport} from './transport.js';

/**
 * Paths that a GET may act through, or that hold what nobody who only looks may see. What is behind a proxy may obey a GET, and with
 * some (a kubelet's) a GET becomes a shell: so nothing is asked through one but a query of Prometheus, which changes nothing there.
 */
const forbidden = [
  /\/pods\/[^/]+\/(exec|attach|portforward)$/,
  /\/(pods|services|nodes)\/[^/]+\/proxy(\/|$)/,
  /^\/api\/v1\/(namespaces\/[^/]+\/)?secrets(\/|$)/,
];

/**
 * The same transport for who only looks: whatever is not a GET is refused before anything is connected, and so is a GET that could act
 * or that asks for Secrets.
 * @throws {GenestackError} GS-K8S-50, from `send` and `stream`.
 */
export const readOnly = (transport: Transport): Transport => {
  const checked = ({method, path}: ApiRequest): void => {
    const isForbidden = !isQueryPath(path) && forbidden.some(pattern => pattern.test(path));
    if (method !== 'GET' || isForbidden)
      throw new GenestackError(
        'GS-K8S-50',
        `${method} ${path} was to be sent over a connection that only reads, and was not`,
        'This is a fault of the program: report it with this line.',
        exitCodes.failed,
      );
  };
  return {
    get server() {
      return transport.server;
    },
    send: async request => {
      checked(request);
      return transport.send(request);
    },
    stream: async request => {
      checked(request);
      return transport.stream(request);
    },
    close: () => transport.close(),
  };
};
