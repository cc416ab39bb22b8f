import {messageOf} from '../../errors.js';
import {driver, fieldManager} from './annotations.js';
import {type Deed, ignoringGone, type SimulationOptions} from './pods.js';
import {capacityOf, isOrphan, volumeFor, wantsVolume} from './volume.js';
import {createWorkQueue} from './work-queue.js';
import {kinds} from './world.js';

/** Gives every claim a volume, and takes the volume away with its claim. */
export const serveClaims = ({
  client,
  world,
  say,
}: Pick<SimulationOptions, 'client' | 'world' | 'say'>): Deed => {
  const queue = createWorkQueue(
    async key => {
      const [what, namespace, name = ''] = key.split('/');
      if (what === 'driver') {
        // Without it Kubernetes would wait for volumes to be attached to the nodes.
        await client.apply(
          {
            apiVersion: 'storage.k8s.io/v1',
            kind: 'CSIDriver',
            metadata: {name: driver},
            spec: {attachRequired: false},
          },
          {fieldManager, force: true},
        );
      } else if (what === 'class') {
        await reportCapacity(name);
      } else if (what === 'claim') {
        await provide({...kinds.claim, namespace, name});
      } else {
        await release(name);
      }
    },
    {onError: (key, error) => say(`No volume for ${key} yet: ${messageOf(error)}.`)},
  );

  const provide = async (ref: Parameters<typeof world.get>[0]): Promise<void> => {
    const claim = world.get(ref);
    const storageClass =
      claim?.spec?.storageClassName && world.get({...kinds.storageClass, name: claim.spec.storageClassName});
    if (claim && wantsVolume(claim, storageClass || undefined)) {
      await ignoringGone(async () => {
        await client.create(volumeFor(claim));
        say(`Claim ${ref.namespace}/${ref.name} gets a volume.`);
      });
    }
  };

  const reportCapacity = async (name: string): Promise<void> => {
    const storageClass = world.get({...kinds.storageClass, name});
    const capacity =
      storageClass &&
      capacityOf(storageClass, world.get({...kinds.csiDriver, name: storageClass.provisioner}));
    if (capacity) {
      await client.apply(capacity, {fieldManager, force: true});
    }
  };

  const release = async (name: string): Promise<void> => {
    const volume = world.get({...kinds.volume, name});
    const reference = volume?.spec?.claimRef;
    if (!volume || !reference) {
      return;
    }
    // What was deleted and made again while nothing was heard is asked for, not assumed.
    const claim = await client.read({...kinds.claim, namespace: reference.namespace, name: reference.name});
    if (isOrphan(volume, claim)) {
      await client.delete({...kinds.volume, name});
      say(`The volume of claim ${reference.namespace}/${reference.name} goes with it.`);
    }
  };

  queue.add('driver//');
  world.watch(kinds.claim, ({type, object}) => {
    queue.add(
      type === 'deleted'
        ? `volume//${volumeFor(object).metadata.name}`
        : `claim/${object.metadata.namespace}/${object.metadata.name}`,
    );
  });
  world.watch(kinds.volume, ({type, object}) => {
    if (type !== 'deleted' && object.spec?.csi?.driver === driver) {
      const {namespace, name} = object.spec.claimRef ?? {};
      if (type === 'added' && !world.get({...kinds.claim, namespace, name})) {
        queue.add(`volume//${object.metadata.name}`);
      }
    }
  });
  world.watch(kinds.csiDriver, () => {
    for (const {metadata} of world.list(kinds.storageClass)) {
      queue.add(`class//${metadata.name}`);
    }
  });
  world.watch(kinds.storageClass, ({type, object}) => {
    if (type !== 'deleted') {
      queue.add(`class//${object.metadata.name}`);
    }
    for (const {metadata} of world.list(kinds.claim)) {
      queue.add(`claim/${metadata.namespace}/${metadata.name}`);
    }
  });
  return queue;
};
