import {readFileSync} from 'node:fs';
import type {Catalogue, Component} from '../catalogue/schema.js';
import type {Client} from '../cluster/client.js';
import {GenestackError} from '../errors.js';
import {type NodeSizes, sizesOfProfile} from '../profile/node-sizes.js';
import type {Profile} from '../profile/schema.js';
import {filesOf} from './digest.js';
import {maskedSecrets} from './masked-secrets.js';
import {contextOf, type PlaceholderContext, sizesOf} from './placeholder-context.js';
import {maskedReads, readFromCluster, readsShown} from './reads.js';

/** What placeholders are filled from where nobody may see a secret; without sizes the nodes are those that the profile counts. */
export const shownContext = (
  catalogue: Catalogue,
  profile: Profile,
  {sizes = sizesOfProfile(profile), read = readsShown(profile)}: {sizes?: NodeSizes; read?: object} = {},
): PlaceholderContext =>
  contextOf({catalogue, profile, nodes: sizes, secret: maskedSecrets(), read: {...read}});

export interface Shown {
  readonly context: PlaceholderContext;
  /** What stands in it in the place of something that only a cluster says, each as a sentence. */
  readonly unknown: readonly string[];
}

/** The context that a component is shown with, by what the cluster says where there is one. */
export const contextToShow = async (
  catalogue: Catalogue,
  profile: Profile,
  component: Component,
  client: Pick<Client, 'list' | 'read'> | undefined,
): Promise<Shown> => {
  if (client === undefined) {
    const text = textOf(component);
    return {
      context: shownContext(catalogue, profile),
      unknown: [
        ...component.reads.map(
          name => `Only a cluster says what stands in \${${name}.…}: here are names in their place.`,
        ),
        ...(sized.test(text)
          ? ['Sizes are those of the nodes that the profile counts; on a cluster they follow its nodes.']
          : []),
        ...(component.reads.length > 0 || sized.test(text)
          ? ['With --kubeconfig or --context it is as that cluster has it.']
          : []),
      ],
    };
  }
  const sizes = await sizesOf(client);
  try {
    const read = maskedReads(await readFromCluster(component.reads, client, profile));
    return {context: shownContext(catalogue, profile, {sizes, read}), unknown: []};
  } catch (error) {
    if (!(error instanceof GenestackError)) {
      throw error;
    }
    return {
      context: shownContext(catalogue, profile, {sizes}),
      unknown: [`The cluster does not say it yet, and names stand in its place. ${error.message}`],
    };
  }
};

/** What follows the nodes, in the words of placeholders. */
const sized =
  /\$\{(nodes|replicas|derived\.(topolvm\.controllers|ceph\.(monitors|managers)|database\.bufferPool))\b/;

/** All that is filled before it is delivered. */
export const textOf = ({valuesFiles, overlays}: Pick<Component, 'valuesFiles' | 'overlays'>): string =>
  [
    ...valuesFiles.map(file => readFileSync(file, 'utf8')),
    ...overlays.flatMap(folder => Object.values(filesOf(folder))).map(text => Buffer.from(text, 'base64')),
  ].join('\n');
