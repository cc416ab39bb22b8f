import {exitCodes, GenestackError} from '../errors.js';
import {kustomizeWords} from './kustomize.js';

export interface HelmAttempt {
  readonly deed: 'install' | 'uninstall' | 'render' | 'pull' | 'read';
  readonly name: string;
  readonly namespace?: string;
  readonly chart?: string;
}

interface Rule {
  readonly pattern: RegExp;
  readonly code: `GS-${string}`;
  message(attempt: string, match: RegExpExecArray, hooks: string): string;
  readonly remedy: string;
}

const again = 'Then run this again: it goes on from what is there.';

/** The first that fits is taken, so the special stand before the general. */
const rules: readonly Rule[] = [
  {
    pattern: /error while running post render[\s\S]*?error output:\s*([\s\S]*?)\s*(?:: exit status \d+)?$/,
    code: 'GS-KUS-05',
    message: (attempt, match) =>
      `${attempt}: its overlay does not build. Kustomize says: ${kustomizeWords(match[1] ?? '')}`,
    remedy: `Correct the overlay; nothing was applied. ${again}`,
  },
  {
    pattern: /another operation \(install\/upgrade\/rollback\) is in progress/,
    code: 'GS-HELM-03',
    message: attempt => `${attempt}: the release is marked as being worked on by another Helm.`,
    remedy:
      'If somebody runs Helm on it, let that end. If that Helm is dead, set the release to failed, or roll it back with helm rollback.',
  },
  {
    pattern: /cannot patch "([^"]+)" with kind (\w+)[\s\S]*?(?:field|spec) is immutable/,
    code: 'GS-HELM-04',
    message: (attempt, match) =>
      `${attempt}: ${match[2]} ${match[1]} is there already and a field of it that cannot be changed would have to.`,
    remedy: `A Job that has completed may be deleted (kubectl delete job); anything else needs a decision of yours. ${again}`,
  },
  {
    pattern: /updates to statefulset spec for fields other than/,
    code: 'GS-HELM-04',
    message: attempt =>
      `${attempt}: a StatefulSet is there already and a field of it that cannot be changed would have to.`,
    remedy: `Compare its claims and selectors with the values; nothing was deleted. ${again}`,
  },
  // A hook is told of what the API server says, too, so what keeps that from answering stands before the hooks.
  {
    pattern: /(?:failed calling webhook|conversion webhook for) "?([^":,\s]+)[^\n]*/,
    code: 'GS-HELM-11',
    message: (attempt, match) => `${attempt}: the webhook ${match[1]} did not answer: ${oneLine(match[0])}`,
    remedy: `Look at the pods behind that webhook. ${again}`,
  },
  {
    pattern: /the server has asked for the client to provide credentials|\bUnauthorized\b/,
    code: 'GS-HELM-21',
    message: attempt => `${attempt}: the API server refuses the kubeconfig's credentials (401).`,
    remedy: `Log in anew, or fetch a fresh kubeconfig. ${again}`,
  },
  {
    pattern:
      /Kubernetes cluster unreachable|connection refused|no route to host|i\/o timeout|TLS handshake timeout|unexpected EOF/,
    code: 'GS-HELM-08',
    message: (attempt, match) => `${attempt}: Helm lost the cluster (${match[0]}).`,
    remedy: `Look whether the API server answers. ${again}`,
  },
  {
    pattern:
      /etcdserver: [^\n]*|rpc error: code = Unavailable[^\n]*|request did not complete within (?:the )?requested timeout|unable to return a response in the time allotted|currently unable to handle the request/,
    code: 'GS-HELM-19',
    message: (attempt, match) => `${attempt}: the API server did not get it done (${oneLine(match[0])}).`,
    remedy: `Look at the API server and its etcd. ${again}`,
  },
  {
    // What Helm waits for itself ends in one of these words alone; after a request they are of that request.
    pattern:
      /(pre|post)-(install|upgrade|delete)(?: hooks failed)?: (?:\d+ errors? occurred:\s*\* )?(?:timed out waiting for the condition|context deadline exceeded)/,
    code: 'GS-HELM-05',
    message: (attempt, match, hooks) =>
      `${attempt}: its ${match[1]}-${match[2]} hook${hooks} did not finish in time.`,
    remedy: `Look at that Job with kubectl describe and kubectl logs. ${again}`,
  },
  {
    pattern:
      /(pre|post)-(install|upgrade|delete)[\s\S]*(job failed|BackoffLimitExceeded|DeadlineExceeded|pod \S+ failed)/i,
    code: 'GS-HELM-06',
    message: (attempt, match, hooks) => `${attempt}: its ${match[1]}-${match[2]} hook${hooks} failed.`,
    remedy: `Read that Job's log with kubectl logs. ${again}`,
  },
  {
    pattern: /values don't meet the specifications of the schema\(s\)[^\n]*\n([\s\S]*)/,
    code: 'GS-HELM-07',
    message: (attempt, match) => `${attempt}: the chart does not take its values: ${oneLine(match[1] ?? '')}`,
    remedy: 'Correct values.yaml of the component.',
  },
  {
    pattern: /context canceled|has been cancelled/i,
    code: 'GS-HELM-09',
    message: attempt => `${attempt}: Helm was told to stop.`,
    remedy: 'Run this again: it goes on from what is there.',
  },
  {
    pattern: /no matches for kind "([^"]+)" in version "([^"]+)"/,
    code: 'GS-HELM-10',
    message: (attempt, match) => `${attempt}: the cluster does not know the kind ${match[1]} (${match[2]}).`,
    remedy: 'Install the component that brings this kind first.',
  },
  {
    pattern: /(\w+) "([^"]+)" in namespace "([^"]*)" exists and cannot be imported into the current release/,
    code: 'GS-HELM-12',
    message: (attempt, match) =>
      `${attempt}: ${match[1]} ${match[3] === '' ? '' : `${match[3]}/`}${match[2]} is there already and belongs to no release of this name.`,
    remedy: `Delete it, or give it to the release with the annotation meta.helm.sh/release-name. ${again}`,
  },
  {
    pattern: /Too long: (?:must have|may not be more than)[^\n]*/,
    code: 'GS-HELM-13',
    message: attempt => `${attempt}: the release is larger than a Secret may be (1 MiB).`,
    remedy: 'Make the overlay or the values smaller, or deliver the chart rendered by Kustomize.',
  },
  {
    pattern: /chart requires kubeVersion: (.+?) which is incompatible with Kubernetes (\S+)/,
    code: 'GS-HELM-14',
    message: (attempt, match) =>
      `${attempt}: the chart wants Kubernetes ${match[1]} and this is ${match[2]}.`,
    remedy: 'Take another version of the chart, or of Kubernetes.',
  },
  {
    pattern: /is forbidden: User "([^"]+)" cannot (\w+) resource "([^"]+)"/,
    code: 'GS-HELM-15',
    message: (attempt, match) => `${attempt}: ${match[1]} may not ${match[2]} ${match[3]}.`,
    remedy: `Give that account the right, or use another kubeconfig. ${again}`,
  },
  {
    pattern: /(execution error at|template: |parse error at|error calling |YAML parse error on )[^\n]*/,
    code: 'GS-HELM-16',
    message: (attempt, match) => `${attempt}: the chart cannot be rendered: ${oneLine(match[0])}`,
    remedy: 'Correct values.yaml of the component; nothing was applied.',
  },
];

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim().slice(0, 600);

/** Helm's error without its prefixes and hints; warnings before it say nothing of the cause. */
const cause = (stderr: string): string => {
  const at = stderr.search(/^Error: /m);
  return (at < 0 ? stderr : stderr.slice(at + 'Error: '.length))
    .replace(/^(INSTALLATION|UPGRADE) FAILED: /, '')
    .replace(/\n\nUse --debug flag [^\n]*/, '')
    .trim();
};

const deeds = {
  install: 'could not be installed',
  uninstall: 'could not be uninstalled',
  render: 'could not be rendered',
  pull: 'could not be pulled',
  read: 'could not be read',
} as const;

/**
 * What Helm said as a sentence with a code; the text must be redacted already.
 *
 * @param hooks Names of hooks that began and did not end, where they are known.
 */
export const helmFailure = (
  attempt: HelmAttempt,
  stderr: string,
  hooks: readonly string[] = [],
): GenestackError => {
  const text = cause(stderr);
  const subject =
    attempt.deed === 'pull' || attempt.deed === 'read' ? `Chart ${attempt.chart}` : `Release ${attempt.name}`;
  const tried = `${subject} ${deeds[attempt.deed]}`;
  for (const {pattern, code, message, remedy} of rules) {
    const match = pattern.exec(text);
    if (match !== null) {
      const named = hooks.length === 0 ? '' : ` ${hooks.join(', ')}`;
      return new GenestackError(code, message(tried, match, named), remedy, exitCodes.failed, {
        cause: new Error(text),
      });
    }
  }
  return new GenestackError(
    'GS-HELM-17',
    `${tried}: ${oneLine(text) || 'Helm said nothing'}`,
    `Mend what Helm names. ${again}`,
    exitCodes.failed,
  );
};

/**
 * Names of the Jobs because of whose fields, which cannot be changed, a release could not be upgraded; empty where that is not
 * what failed, or not of Jobs alone.
 */
export const immutableJobs = (error: unknown): readonly string[] => {
  if (!(error instanceof GenestackError && error.code === 'GS-HELM-04')) return [];
  const parts = String((error.cause as Error | undefined)?.message).split(/(?=cannot patch ")/);
  const named = parts.flatMap(part => {
    const [, name = '', kind = ''] = /^cannot patch "([^"]+)" with kind (\w+)/.exec(part) ?? [];
    return name === '' ? [] : [{name, isJob: kind === 'Job' && /field is immutable/.test(part)}];
  });
  return named.every(({isJob}) => isJob) ? named.map(({name}) => name) : [];
};
