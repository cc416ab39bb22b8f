import {expect, vi} from 'vitest';
import type {Client} from '../../source/cluster/client.js';

const unstored = new Set(['Lease', 'Event', 'ComponentStatus']);

/** Everything that there is by its resourceVersion, but what is renewed by itself or made for whoever asks. */
export const versionsOf = async (client: Client): Promise<Map<string, string>> => {
  const found = new Map<string, string>();
  const groups = (await client.request('GET', '/apis')) as {
    groups: {preferredVersion: {groupVersion: string}}[];
  };
  for (const version of ['v1', ...groups.groups.map(({preferredVersion}) => preferredVersion.groupVersion)]) {
    const {resources = []} = (await client.request(
      'GET',
      version === 'v1' ? '/api/v1' : `/apis/${version}`,
    )) as {
      resources?: {name: string; kind: string; verbs: string[]}[];
    };
    for (const {name, kind, verbs} of resources) {
      if (name.includes('/') || !verbs.includes('list') || unstored.has(kind)) continue;
      const {items} = await client.list({apiVersion: version, kind});
      for (const {metadata} of items)
        found.set(
          `${version} ${kind} ${metadata.namespace ?? ''}/${metadata.name}`,
          metadata.resourceVersion ?? '',
        );
    }
  }
  return found;
};

/** The same as soon as it is twice the same. */
export const quietVersions = async (client: Client): Promise<Map<string, string>> => {
  let before = await versionsOf(client);
  await vi.waitFor(
    async () => {
      const now = await versionsOf(client);
      const last = before;
      before = now;
      expect([...now]).toEqual([...last]);
    },
    {timeout: 300_000, interval: 200},
  );
  return before;
};
