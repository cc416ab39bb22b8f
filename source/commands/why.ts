import {setTimeout as sleep} from 'node:timers/promises';
import {readCatalogue} from '../catalogue/read.js';
import {namesOf} from '../cluster/component-names.js';
import type {Inquiry} from '../cluster/observation.js';
import {observe} from '../cluster/observe.js';
import {lastLines} from '../cluster/pod-logs.js';
import {inquire} from '../delivery/inquire.js';
import {type ExitCode, exitCodes} from '../errors.js';
import {createWatching} from '../monitor/watching.js';
import type {ClusterOptions} from './cluster-session.js';
import {type LabelledBlock, labelledText} from './labelled-text.js';
import {openForReading} from './monitor-session.js';
import {namedComponent} from './named-component.js';
import {type Output, printResult, type Streams} from './streams.js';
import {untilTold} from './until-told.js';

export interface WhyOptions extends ClusterOptions {
  /** A component. */
  readonly target: string;
  readonly output: Output;
}

/**
 * Asks a cluster once why a component is as it is, and prints the way to the root with the last lines of what stands there.
 * It only reads. Exit code 1 where something is wrong.
 * @throws GenestackError GS-CLI-14 (exit 2) no such component, GS-K8S-… (exit 3) no way to the cluster, GS-CLI-22 (exit 3)
 * where its lists do not come in time.
 */
export const why = async ({target, output, ...place}: WhyOptions, streams: Streams): Promise<ExitCode> => {
  const catalogue = readCatalogue();
  namedComponent(catalogue, target);
  const {client} = openForReading(place);
  const late = new AbortController();
  const {signal} = late;
  // What the monitor watches, and as little of it, is what a right to look is for.
  const {observer, begin} = createWatching(client, {
    signal,
    now: Date.now,
    wait: milliseconds => sleep(milliseconds, undefined, {signal}),
  });
  const live = observe(observer, [...catalogue.components.values()].map(namesOf));
  try {
    await untilTold(client, {
      complete: Promise.all([begin(), live.complete]),
      code: 'GS-CLI-22',
      trouble: () => observer.trouble,
      remedy: 'Try again; "genestack monitor" waits as long as it takes.',
    });
    const inquiry = inquire(live, undefined, {component: target}, Date.now());
    const lines = inquiry.log ? await lastLines(client, inquiry.log, signal) : [];
    const unseen = observer.refused().map(({kind}) => kind);
    const unheard = observer.unheard().map(({kind, reason}) => `${kind.kind}: ${reason}`);
    if (output === 'json')
      printResult(streams, {type: 'why', component: target, ...inquiry, lines, unseen, unheard});
    else streams.stdout.write(`${linesOf(inquiry, lines, unseen, unheard).join('\n')}\n`);
    return inquiry.code === '' ? exitCodes.done : exitCodes.failed;
  } finally {
    late.abort();
    live.close();
    observer.close();
    await client.close();
  }
};

const linesOf = (
  {code, chain, sentence, remedy, command = '', seen, log, asOf}: Inquiry,
  lines: readonly string[],
  unseen: readonly string[],
  unheard: readonly string[],
): string[] =>
  labelledText([
    ['', chain.join(' > ')],
    ['', sentence],
    ['Do', remedy.replaceAll(' (l)', '')],
    ['Command', command, 'command'],
    ...seen.map((line, index): LabelledBlock => [index === 0 ? 'Seen' : ' ', line]),
    ['Unseen', unseen.length === 0 ? '' : `${unseen.join(', ')}: the kubeconfig has no right to see them`],
    ...unheard.map((line): LabelledBlock => ['Unheard', `the API cannot list ${line}`]),
    ...(log === undefined || lines.length === 0
      ? []
      : ([
          ['Last', `of container ${log.container} of pod ${log.pod}${log.previous ? ', its last run' : ''}`],
          ...lines.map(line => [' ', line, 'command'] as const),
        ] as const)),
    ['More', code === '' ? '' : `genestack explain ${code}`],
    ['Asked', `${asOf.slice(11, 19)} UTC, from the API`],
  ]);
