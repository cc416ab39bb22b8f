import {closeSync, openSync, readSync, statSync} from 'node:fs';

export interface AuditEvent {
  readonly verb: string;
  readonly requestURI: string;
  readonly user: {readonly username: string};
  readonly userAgent?: string;
  readonly objectRef?: {
    readonly resource: string;
    readonly namespace?: string;
    readonly name?: string;
    readonly apiGroup?: string;
  };
  readonly responseStatus?: {readonly code?: number};
  readonly stage: string;
}

export interface Audit {
  /** How long the log is now, to read on from there. */
  mark(): number;
  /** What was asked of the API server since then. */
  since(mark: number): AuditEvent[];
}

export const auditOf = (file: string): Audit => ({
  mark: () => statSync(file).size,
  since(mark) {
    const length = statSync(file).size - mark;
    const bytes = Buffer.alloc(length);
    const log = openSync(file, 'r');
    try {
      for (let done = 0; done < length; ) {
        const count = readSync(log, bytes, done, length - done, mark + done);
        if (count === 0) break;
        done += count;
      }
    } finally {
      closeSync(log);
    }
    return bytes
      .toString('utf8')
      .split('\n')
      .flatMap(line => {
        try {
          return [JSON.parse(line) as AuditEvent];
        } catch {
          // The last line may still be on its way.
          return [];
        }
      })
      .filter(({stage}) => stage === 'ResponseComplete');
  },
});

const writing = ['create', 'update', 'patch', 'delete', 'deletecollection'];
const besides = ['leases', 'selfsubjectaccessreviews', 'selfsubjectrulesreviews'];

/** What whoever installs has changed: no dry run, no lease, no question after rights, nothing by Kubernetes itself. */
export const writesOf = (events: readonly AuditEvent[]): string[] =>
  events
    .filter(
      ({verb, requestURI, user, objectRef}) =>
        user.username === 'genestack-admin' &&
        writing.includes(verb) &&
        !requestURI.includes('dryRun=All') &&
        !besides.includes(objectRef?.resource ?? ''),
    )
    .map(({verb, requestURI}) => `${verb} ${requestURI}`);
