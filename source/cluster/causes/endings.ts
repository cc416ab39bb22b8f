import {conditionOf} from '../readiness/verdict.js';
import type {CauseRecord} from './record.js';

/** So long after its time something that is deleted may stay. */
const patienceMilliseconds = 60_000;

const isOverdue = (deletionTimestamp: string | undefined, now: number): boolean =>
  deletionTimestamp !== undefined && now - Date.parse(deletionTimestamp) > patienceMilliseconds;

export const endingCauses: readonly CauseRecord[] = [
  {
    code: 'GS-END-03',
    title: 'A namespace cannot end',
    kinds: ['/Namespace'],
    recognise: ({metadata, status}, {now}) => {
      const against = [
        'NamespaceContentRemaining',
        'NamespaceFinalizersRemaining',
        'NamespaceDeletionContentFailure',
        'NamespaceDeletionDiscoveryFailure',
      ]
        .map(type => conditionOf(status, type))
        .find(condition => condition?.status === 'True');
      return against !== undefined && isOverdue(metadata.deletionTimestamp, now)
        ? {facts: {because: against.message ?? ''}}
        : undefined;
    },
    clause: 'is a namespace that cannot end: {because}',
    remedy:
      'Delete what is left in it in the order that its operator wants, with that operator running. Taking a finalizer away by hand leaves data behind.',
    command: 'kubectl get namespace {name} -o yaml',
    about:
      'A namespace is gone when everything in it is. An operator that was removed first finishes nothing.',
  },
  {
    code: 'GS-END-02',
    title: 'A pod does not end',
    kinds: ['/Pod'],
    recognise: ({metadata, spec}, {now}) =>
      isOverdue(metadata.deletionTimestamp, now) ? {facts: {node: String(spec?.nodeName ?? '')}} : undefined,
    clause: 'is being deleted for longer than it has time for',
    remedy:
      'See whether node {node} answers. Only where it is dead for good: kubectl delete pod --force, since two of the same name must not run at once.',
    command: 'kubectl describe node {node}',
    about: 'The kubelet of its node has to confirm the end. Behind a lost node nobody does.',
  },
  {
    code: 'GS-POD-19',
    title: 'A pod is being deleted',
    kinds: ['/Pod'],
    recognise: ({metadata}) => (metadata.deletionTimestamp ? {} : undefined),
    clause: 'is being deleted',
    nature: 'passes',
    remedy:
      'Nothing: it ends by itself; if it stays, look for a finalizer or for a node that does not answer.',
    about: 'It was told to end and has the time of its terminationGracePeriodSeconds.',
  },
  {
    code: 'GS-END-01',
    title: 'Something cannot be deleted because of a finalizer',
    kinds: ['*'],
    recognise: ({kind, metadata}, {now}) =>
      kind !== 'Namespace' &&
      (metadata.finalizers?.length ?? 0) > 0 &&
      isOverdue(metadata.deletionTimestamp, now)
        ? {facts: {finalizers: (metadata.finalizers ?? []).join(', ')}}
        : undefined,
    clause: 'is being deleted and stays because of its finalizer {finalizers}',
    remedy:
      'Let the operator that set it run: it takes it away when it has cleaned up. By hand only if its data may be lost.',
    command: 'kubectl -n {namespace} get {kind} {name} -o yaml',
    about: 'A finalizer says that somebody still has to do something before the object may go.',
  },
];

export const podEndCauses: readonly CauseRecord[] = [
  {
    code: 'GS-POD-13',
    title: 'A pod has failed',
    kinds: ['/Pod'],
    recognise: ({status}) =>
      status?.phase === 'Failed'
        ? {
            facts: {
              reason: status.reason ? ` (${status.reason})` : '',
              because: status.message ? `: ${status.message}` : '',
            },
          }
        : undefined,
    clause: 'failed{reason}{because}',
    remedy: 'Read its log (l); what owns it makes another where it may.',
    command: 'kubectl -n {namespace} describe pod {name}',
    about: 'All its containers have ended, and one of them with an error; or its node refused it.',
  },
  {
    code: 'GS-POD-17',
    title: 'A pod runs and is not ready',
    kinds: ['/Pod'],
    recognise: ({status}) => (status?.phase === 'Running' ? {} : undefined),
    clause: 'runs but is not ready',
    nature: 'passes',
    remedy: 'Nothing yet: its probe is asked again; if it stays so, read its log (l).',
    about: 'Its containers run, and nobody says anything against it.',
  },
  {
    code: 'GS-POD-00',
    title: 'A pod is starting',
    kinds: ['/Pod'],
    recognise: ({spec, status}) => {
      const condition = conditionOf(status, 'Initialized');
      const {message} = condition ?? {};
      // The kubelet's own words say only that containers are not ready yet; other words say why.
      if (condition?.status === 'False' && message && !/^containers with incomplete status/.test(message))
        return {facts: {what: message}};
      return spec?.nodeName && status?.phase === 'Pending'
        ? {facts: {what: `is starting on ${spec.nodeName}`}}
        : undefined;
    },
    clause: '{what}',
    nature: 'passes',
    remedy: 'Nothing: it starts by itself.',
    about: 'It has a node, and its images and volumes are being brought there.',
  },
];
