import {GenestackError, messageOf} from '../errors.js';
import {ApiError} from './api-error.js';
import {unchangeable} from './refusal.js';

/** Something that keeps a write from being done, and whether it may go by itself. */
interface PassingRule {
  /** How it is recognised; whatever is given must fit. Codes are of our errors, statuses and reasons of the API's answers. */
  readonly codes?: readonly string[];
  readonly statuses?: readonly number[];
  readonly reasons?: readonly string[];
  readonly text?: RegExp;
  /** What is said while it is waited for, without a full stop. */
  says(match: readonly string[], error: {readonly status: number}): string;
  /** Seconds for which it is waited for; null: as long as it lasts. */
  readonly boundSeconds: number | null;
  /** Where it is known from. */
  readonly source: string;
}

/** Never tried again, whatever else is in the text. */
const lasting: readonly {readonly text: RegExp; readonly source: string}[] = [
  {
    text: /denied the request|violates PodSecurity/i,
    source: 'kubernetes apiserver/pkg/admission/plugin/webhook/errors: a webhook answered, and said no',
  },
  {
    text: unchangeable,
    source: 'kubernetes pkg/apis/*/validation: what is there cannot be changed in place',
  },
  {
    text: /typed patch object|typed live object|field not declared in schema|strict decoding error|is invalid:/i,
    source: 'structured-merge-diff: server-side apply answers 500 to what does not fit the schema',
  },
  {
    text: /exceeded quota|User "[^"]*" cannot \w+ resource/i,
    source: 'kubernetes pkg/quota and authorization: a person has to give more, or the right',
  },
];

/** While credentials are not good. Who renews them need not stop anything. */
export const renewKubeconfig =
  'the API server refuses the credentials (401): log in anew or renew the kubeconfig, which is read again';

/** The first that fits is taken. */
export const passingRules: readonly PassingRule[] = [
  {
    codes: ['GS-K8S-10', 'GS-K8S-14', 'GS-HELM-08'],
    says: () => 'the API server does not answer',
    boundSeconds: null,
    source:
      'connection-error.ts, helm-failure.ts: refused, cut, timed out; a request may or may not have been done',
  },
  {
    codes: ['GS-K8S-16'],
    says: () => 'the kubeconfig leads to another cluster than before: put the first back, it is read again',
    boundSeconds: null,
    source: 'same-cluster.ts',
  },
  {
    statuses: [401],
    says: () => renewKubeconfig,
    boundSeconds: null,
    source: 'renewed-transport.ts: a token that has ended, a certificate, a session of a person',
  },
  {
    codes: ['GS-HELM-21'],
    says: () => renewKubeconfig,
    boundSeconds: null,
    source: 'helm-failure.ts: every helm reads the kubeconfig by itself',
  },
  {
    text: /(?:failed calling webhook|conversion webhook for) "?([^":,\s]+)/i,
    says: ([, name]) => `the webhook ${name} does not answer`,
    boundSeconds: 600,
    source:
      'apiserver webhook/errors.ErrCallingWebhook; cert-manager and mariadb-operator advise to try again',
  },
  {
    text: /etcdserver: |leader changed|rpc error: code = Unavailable/i,
    says: () => 'etcd is without a leader or does not answer',
    boundSeconds: null,
    source:
      'etcd server/v3/etcdserver/errors and gRPC between it and the API server; Helm tries some of it again, too (pkg/kube/roundtripper.go)',
  },
  {
    text: /TLS handshake timeout|connection reset by peer|http2: (?:client connection lost|server sent GOAWAY)|stream error: stream ID|\bEOF$/i,
    says: () => 'the connection to the API server is cut',
    boundSeconds: null,
    source: 'Go net and net/http',
  },
  {
    text: /unable to return a response in the time allotted|did not complete within (?:the )?requested timeout|currently unable to handle the request|has prevented the request from succeeding/i,
    says: () => 'the API server cannot answer now',
    boundSeconds: 600,
    source:
      'apimachinery api/errors.NewGenericServerResponse for 504, 503 and 500, as client-go words it; apiserver endpoints/handlers/finisher',
  },
  {
    statuses: [429],
    says: () => 'the API server has too many requests',
    boundSeconds: null,
    source: 'Kubernetes API priority and fairness; the transport has kept to Retry-After before',
  },
  {
    text: /too many requests|storage is \(re\)initializing/i,
    says: () => 'the API server has too much to do',
    boundSeconds: null,
    source: 'Kubernetes API priority and fairness; apiserver storage/cacher',
  },
  {
    text: /object has been modified/i,
    says: () => 'another one wrote the same object at the same time',
    boundSeconds: 120,
    source: 'apiserver registry: optimistic locking by resourceVersion',
  },
  {
    statuses: [409],
    reasons: ['Conflict', 'AlreadyExists'],
    says: () => 'another one wrote the same object at the same time',
    boundSeconds: 120,
    source: 'apiserver registry: optimistic locking by resourceVersion',
  },
  {
    text: /being terminated/i,
    says: () => 'its namespace is being deleted',
    boundSeconds: 600,
    source: 'kubernetes plugin/pkg/admission/namespace/lifecycle',
  },
  {
    text: /no endpoints available for service "?([^"\s]+)/i,
    says: ([, name]) => `service ${name} has no endpoint`,
    boundSeconds: 600,
    source: 'kube-aggregator and the service proxy',
  },
  {
    reasons: ['UnknownKind'],
    says: () => 'the API server does not serve a kind of it yet',
    boundSeconds: 30,
    source:
      'discovery.ts: a kind that was established is served a moment later; one that nobody brings never is',
  },
  {
    codes: ['GS-HELM-20', 'GS-KUS-06'],
    text: /^(\S+) was ended by (\w+)/,
    says: ([, tool, signal]) => `${tool} was killed by ${signal}`,
    boundSeconds: 300,
    source:
      'tool.ts: not from here; where the kernel was short of memory, what took it may be gone next time',
  },
  {
    codes: ['GS-HELM-10'],
    says: () => 'the API server does not serve a kind of it yet',
    boundSeconds: 30,
    source: 'helm-failure.ts: no matches for kind',
  },
  {
    statuses: [500, 502, 503, 504],
    says: (_, {status}) => `the API server answers ${status}`,
    boundSeconds: 600,
    source:
      'kubernetes apimachinery: InternalError, ServiceUnavailable, Timeout; 502 is of a balancer before it',
  },
];

export interface Passing {
  /** Without a full stop. */
  readonly text: string;
  /** Seconds; null: waited out, however long it takes. */
  readonly boundSeconds: number | null;
}

/** Of errors of tools those that hold what the API said, or by what one was killed; all others are known by their code. */
const quotingCodes: ReadonlySet<string> = new Set([
  'GS-HELM-11',
  'GS-HELM-17',
  'GS-HELM-19',
  'GS-HELM-20',
  'GS-KUS-06',
]);

/** What of an error may pass by itself; undefined where a person has to mend it. Pure. */
export const passingOf = (thrown: unknown): Passing | undefined => {
  // A refusal is told of an object; what the API answered is beneath it.
  const error = thrown instanceof GenestackError && thrown.cause instanceof ApiError ? thrown.cause : thrown;
  const [code, api] =
    error instanceof ApiError
      ? ['', error]
      : error instanceof GenestackError
        ? [error.code, undefined]
        : ['', undefined];
  if (code === '' && api === undefined) return undefined;
  const text = api !== undefined || quotingCodes.has(code) ? messageOf(error) : '';
  if (lasting.some(rule => rule.text.test(text))) return undefined;
  for (const rule of passingRules) {
    const match = rule.text === undefined ? [''] : rule.text.exec(text);
    const fits =
      match !== null &&
      (rule.codes === undefined || rule.codes.includes(code)) &&
      (rule.statuses === undefined || rule.statuses.includes(api?.status ?? 0)) &&
      (rule.reasons === undefined || rule.reasons.includes(api?.reason ?? ''));
    if (fits) return {text: rule.says(match, {status: api?.status ?? 0}), boundSeconds: rule.boundSeconds};
  }
  return undefined;
};
