import path from 'node:path';
import {Document, isMap, isScalar, isSeq, type Node, type Pair, type YAMLMap} from 'yaml';
import {packagePath} from '../assets.js';
import type {Catalogue, Component} from '../catalogue/schema.js';
import {contextToShow, type Shown} from '../delivery/shown-context.js';
import {type MergedValues, mergedValues, pathKey} from '../delivery/values.js';
import {type ExitCode, exitCodes} from '../errors.js';
import {locateProfile} from '../profile/locate.js';
import {loadProfile} from '../profile/read.js';
import type {Profile} from '../profile/schema.js';
import {catalogueOf} from './catalogue.js';
import {type ClusterOptions, isOffline, openCluster} from './cluster-session.js';
import {namedComponent} from './named-component.js';
import {shownPath} from './paths.js';
import {type Output, printResult, type Streams, say} from './streams.js';

export interface ValuesOptions extends ClusterOptions {
  readonly profile: string;
  /** A component. */
  readonly target: string;
  readonly output: Output;
}

/**
 * Prints the values that a component's chart will get, each with the file that said it; secrets are named, not shown. What only a
 * cluster says is read there, and where none is named that is said.
 */
export const values = async (options: ValuesOptions, streams: Streams): Promise<ExitCode> => {
  const loaded = loadProfile(locateProfile(options.profile));
  const catalogue = catalogueOf(loaded);
  const component = namedComponent(catalogue, options.target);
  const {context, unknown} = await shown(options, {catalogue, profile: loaded.profile, component});
  const merged = mergedValues(component, context);
  for (const sentence of component.delivery.kind === 'helm' ? unknown : []) {
    say(streams, sentence);
  }
  if (options.output === 'json') {
    const origins = [...merged.origins].map(([key, file]) => ({path: JSON.parse(key) as unknown, file}));
    const {overlays} = component;
    printResult(streams, {
      type: 'values',
      component: component.name,
      values: merged.values,
      origins,
      overlays,
    });
    return exitCodes.done;
  }
  if (component.delivery.kind !== 'helm') {
    say(
      streams,
      `${component.name} has no chart and takes no values; "genestack render ${component.name}" shows it.`,
    );
    return exitCodes.done;
  }
  const {overlays} = component;
  if (overlays.length > 0) {
    streams.stdout.write(`# Overlays, the later over the earlier: ${overlays.map(shownFile).join(', ')}\n`);
  }
  streams.stdout.write(valuesText(merged));
  return exitCodes.done;
};

const shown = async (
  options: ClusterOptions,
  {catalogue, profile, component}: {catalogue: Catalogue; profile: Profile; component: Component},
): Promise<Shown> => {
  if (isOffline(options)) {
    return contextToShow(catalogue, profile, component, undefined);
  }
  const session = await openCluster(options);
  try {
    return await contextToShow(catalogue, profile, component, session.client);
  } finally {
    await session.close();
  }
};

/** YAML with the origin behind each value. */
export const valuesText = (merged: MergedValues): string => {
  const document = new Document(merged.values, {aliasDuplicateObjects: false});
  note(document.contents as Node, [], merged.origins);
  return document.toString({lineWidth: 0, flowCollectionPadding: false});
};

const note = (node: Node, at: readonly string[], origins: ReadonlyMap<string, string>): void => {
  if (isMap(node) && node.items.length > 0) {
    for (const pair of (node as YAMLMap).items as Pair<{value: string}, Node>[]) {
      const file = origins.get(pathKey([...at, pair.key.value]));
      if (file === undefined) {
        note(pair.value as Node, [...at, pair.key.value], origins);
      } else if (pair.value !== null) {
        tell(pair.value, file);
      }
    }
  }
};

/** Behind a value on one line, above one of several. */
const tell = (value: Node, file: string): void => {
  if (isSeq(value)) {
    value.flow = value.items.every(isScalar);
  }
  const isBlock = (isSeq(value) && !value.flow) || (isScalar(value) && String(value.value).includes('\n'));
  value[isBlock ? 'commentBefore' : 'comment'] = ` ${shownFile(file)}`;
};

const shownFile = (file: string): string => {
  const shipped = path.relative(packagePath('.'), file);
  return shipped.startsWith('..') ? shownPath(file) : shipped;
};
