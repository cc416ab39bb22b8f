import {conditionsOf} from '../readiness/verdict.js';
import {judge} from '../readiness.js';
import {issuerName} from './certificates.js';
import {judged} from './judged.js';
import type {CauseRecord} from './record.js';

/** So long an operator may be silent. */
const patienceMilliseconds = 60_000;

/** What is said of any kind of which nothing closer is known. */
export const generalCauses: readonly CauseRecord[] = [
  judged({
    code: 'GS-POD-15',
    title: 'The names of a custom resource definition are taken',
    kinds: ['apiextensions.k8s.io/CustomResourceDefinition'],
    clause: '{because}',
    remedy: 'Find which CRD holds its names with kubectl get crd, and remove it if nothing uses it.',
    about: 'Two definitions of one group cannot have the same kind or the same short names.',
  }),
  {
    code: 'GS-OPR-09',
    title: 'An operator says nothing of its resource',
    kinds: ['*'],
    recognise: (object, {now}) => {
      const isSilent =
        /^[^/]+\.[^/]+\//.test(object.apiVersion) &&
        judge(object).state !== 'ready' &&
        conditionsOf(object.status).length === 0 &&
        Object.keys(object.status ?? {}).length === 0;
      const age = now - Date.parse(object.metadata.creationTimestamp ?? '');
      return isSilent && age > patienceMilliseconds ? {} : undefined;
    },
    clause: 'it is a resource of which its operator has said nothing',
    remedy: 'See that the operator of this kind runs and watches this namespace.',
    command: 'kubectl get pods -A | grep -i operator',
    about: 'The API keeps any resource whose kind it knows; only the operator makes something of it.',
  },
  {
    code: 'GS-POD-18',
    title: 'Something is not ready yet',
    kinds: ['*'],
    recognise: object => {
      const verdict = judge(object);
      if (verdict.state === 'ready') return undefined;
      const waitsFor = object.kind === 'Certificate' ? [issuerName(object)] : [];
      return {facts: {because: verdict.reason}, waitsFor};
    },
    clause: '{because}',
    nature: 'passes',
    remedy: 'Nothing yet: if it stays so, read the events below and the log (l) of what makes it.',
    command: 'kubectl -n {namespace} describe {kind} {name}',
    about: 'It is on its way, and nothing is said against it.',
  },
];
