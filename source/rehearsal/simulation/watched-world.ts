import type {Client} from '../../cluster/client.js';
import type {KindRef, KubernetesObject} from '../../cluster/kubernetes-object.js';
import {type Change, type Reflector, reflect} from '../../cluster/reflector.js';
import {conditionOf, kinds, type World} from './world.js';

/** A world kept up to date by one reflector per kind. */
export interface WatchedWorld extends World {
  /** Hears of every change of the kind from now on, and of all that is there; a kind without a CRD is waited for. */
  watch(kind: KindRef, listener: (change: Change) => void): void;
  /** Resolves when every kind that is known from the start was listed once. */
  readonly synced: Promise<unknown>;
  stop(): void;
}

/** Helm's own records are large, many, and mounted by no one. */
const notReleases = 'type!=helm.sh/release.v1';

const idOf = ({apiVersion, kind}: KindRef): string => `${apiVersion}/${kind}`;

export const watchWorld = (client: Client): WatchedWorld => {
  const reflectors = new Map<string, Reflector>();
  const listeners = new Map<string, {kind: KindRef; hear: Set<(change: Change) => void>}>();

  const start = (kind: KindRef): Reflector => {
    const id = idOf(kind);
    reflectors.get(id)?.stop();
    const isSecret = id === idOf(kinds.secret);
    const reflector = reflect(client, kind, isSecret ? {fieldSelector: notReleases} : {});
    reflectors.set(id, reflector);
    reflector.subscribe(change => {
      for (const hear of listeners.get(id)?.hear ?? []) {
        hear(change);
      }
    });
    return reflector;
  };

  const always = Object.values(kinds);
  const synced = Promise.all(always.map(kind => start(kind).synced));
  const isAlways = new Set(always.map(idOf));

  /** Starts and ends the reflectors of the kinds that somebody waits for and that this CRD serves. */
  const followDefinition = ({type, object}: Change): void => {
    for (const [id, {kind}] of listeners) {
      if (isAlways.has(id) || !serves(object, kind)) {
        continue;
      }
      if (type === 'deleted') {
        reflectors.get(id)?.stop();
        reflectors.delete(id);
      } else if (!reflectors.has(id) && conditionOf(object, 'Established') === 'True') {
        start(kind);
      }
    }
  };
  const definitions = reflectors.get(idOf(kinds.customResourceDefinition)) as Reflector;
  definitions.subscribe(followDefinition);

  const startIfThere = (kind: KindRef): void => {
    for (const object of definitions.items.values()) {
      followDefinition({type: 'added', object});
    }
    if (isBuiltIn(kind) && !reflectors.has(idOf(kind))) {
      start(kind);
    }
  };

  return {
    synced,
    watch: (kind, listener) => {
      const id = idOf(kind);
      const entry = listeners.get(id) ?? {kind, hear: new Set()};
      listeners.set(id, entry);
      entry.hear.add(listener);
      const running = reflectors.get(id);
      if (running) {
        for (const object of running.items.values()) {
          listener({type: 'added', object});
        }
      } else {
        startIfThere(kind);
      }
    },
    get: ref => reflectors.get(idOf(ref))?.items.get(`${ref.namespace ?? ''}/${ref.name}`),
    list: kind => reflectors.get(idOf(kind))?.items.values() ?? [],
    stop: () => {
      for (const reflector of reflectors.values()) {
        reflector.stop();
      }
    },
  };
};

const serves = ({spec}: KubernetesObject, {apiVersion, kind}: KindRef): boolean =>
  spec.names.kind === kind &&
  spec.versions.some(
    (version: {name: string; served: boolean}) =>
      version.served && apiVersion === `${spec.group}/${version.name}`,
  );

/** Kubernetes' own groups; what is called like one and defined by a CRD (gateway.networking.k8s.io) has one dot more. */
const isBuiltIn = ({apiVersion}: KindRef): boolean =>
  !apiVersion.includes('/') || /^([a-z]+|[a-z]+\.k8s\.io)\//.test(apiVersion);
