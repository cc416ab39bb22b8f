import {stringify} from 'yaml';
import type {Component} from '../catalogue/schema.js';
import {renderComponent} from '../delivery/render.js';
import {contextToShow} from '../delivery/shown-context.js';
import {type ExitCode, exitCodes} from '../errors.js';
import {makePlan} from '../plan/make-plan.js';
import type {Plan} from '../plan/plan.js';
import {locateProfile} from '../profile/locate.js';
import {loadProfile} from '../profile/read.js';
import {readPins} from '../rehearsal/pins.js';
import {catalogueOf} from './catalogue.js';
import {chooseCharts} from './charts.js';
import {type ClusterOptions, isOffline, openCluster} from './cluster-session.js';
import {namedComponent} from './named-component.js';
import {type Output, printResult, type Streams, say} from './streams.js';
import {spoken} from './talk.js';
import {deliveryTools} from './tools.js';

export interface RenderOptions extends ClusterOptions {
  readonly profile: string;
  readonly charts?: string;
  /** A component. */
  readonly target: string;
  readonly output: Output;
}

/**
 * Prints the manifests of a component as the API will get them, secrets masked; Helm adds its own label and annotations to those of
 * a chart. What only a cluster says is read there, and where none is named that is said.
 */
export const render = async (options: RenderOptions, streams: Streams): Promise<ExitCode> => {
  const loaded = loadProfile(locateProfile(options.profile));
  const {profile} = loaded;
  const catalogue = catalogueOf(loaded);
  const component = namedComponent(catalogue, options.target);
  const plan = makePlan(catalogue, profile);
  const session = isOffline(options) ? undefined : await openCluster(options);
  try {
    const talk = spoken(streams);
    const tools = await deliveryTools(options, talk);
    const charts = await chooseCharts({
      plan: only(plan, component),
      catalogue,
      helm: tools.helm,
      folder: options.charts ?? (session?.rehearsal?.charts || undefined),
      isRehearsal: false,
      nearest: true,
      tell: talk.say,
      signal: new AbortController().signal,
    });
    const {context, unknown} = await contextToShow(catalogue, profile, component, session?.client);
    const objects = await renderComponent(component, {
      ...tools,
      context,
      chart: charts.get(component.name),
      kubeVersion: session?.version ?? readPins().versions['kube-apiserver'],
    });
    if (options.output === 'json') {
      printResult(streams, {type: 'manifests', component: component.name, objects});
    } else {
      streams.stdout.write(objects.map(object => `---\n${stringify(object, {lineWidth: 0})}`).join(''));
    }
    for (const sentence of unknown) {
      say(streams, sentence);
    }
    if (objects.length === 0) {
      say(streams, `${component.name} is checked or delivered by another component and has no manifests.`);
    }
    return exitCodes.done;
  } finally {
    await session?.close();
  }
};

/** The plan as if the component were all that is on, so that its chart alone is looked for. */
const only = (plan: Plan, {name}: Component): Plan => ({
  ...plan,
  components: plan.components.map(component => ({...component, enabled: component.name === name})),
});
