import {messageOf} from '../../errors.js';
import {addressFor, addressOf} from './addresses.js';
import {type Deed, ignoringGone, type SimulationOptions} from './pods.js';
import {createWorkQueue} from './work-queue.js';
import {kinds} from './world.js';

const pool = {apiVersion: 'metallb.io/v1beta1', kind: 'IPAddressPool'};

/** Gives every Service of type LoadBalancer an address and leaves it to it for good. */
export const serveServices = ({
  client,
  world,
  say,
}: Pick<SimulationOptions, 'client' | 'world' | 'say'>): Deed => {
  /** By UID: addresses that were given and are not seen in the Service yet. */
  const given = new Map<string, string>();

  const queue = createWorkQueue(
    async () => {
      for (const service of [...world.list(kinds.service)]) {
        const uid = `${service.metadata.uid}`;
        const others = [...world.list(kinds.service)]
          .filter(other => other.metadata.uid !== uid)
          .map(other => {
            const ip = given.get(`${other.metadata.uid}`);
            return ip === undefined || addressOf(other) !== undefined
              ? other
              : {...other, status: statusOf(ip)};
          });
        const address = given.has(uid) ? undefined : addressFor(service, others, [...world.list(pool)]);
        if (address !== undefined) {
          const {namespace, name} = service.metadata;
          await ignoringGone(async () => {
            await client.patch(
              {...kinds.service, namespace, name},
              {status: statusOf(address)},
              {subresource: 'status'},
            );
            given.set(uid, address);
            say(`Service ${namespace}/${name} gets the address ${address}.`);
          });
        }
      }
    },
    {concurrency: 1, onError: (_, error) => say(`An address cannot be given yet: ${messageOf(error)}.`)},
  );

  world.watch(kinds.service, ({type, object}) => {
    const uid = `${object.metadata.uid}`;
    if (type === 'deleted' || addressOf(object) !== undefined || object.spec?.type !== 'LoadBalancer') {
      given.delete(uid);
    }
    queue.add('services');
  });
  world.watch(pool, () => queue.add('services'));
  return queue;
};

const statusOf = (ip: string) => ({loadBalancer: {ingress: [{ip}]}});
