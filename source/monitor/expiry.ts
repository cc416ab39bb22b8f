import type {KubernetesObject} from '../cluster/kubernetes-object.js';
import {sanitiseLine} from '../cluster/sanitise.js';
import type {Problem} from './view.js';

const day = 86_400_000;
/** cert-manager renews at two thirds of a certificate's time: who is nearer to the end than this was not renewed. */
const nearDays = 14;

/** Certificates of cert-manager that end soon or have ended. Pure. @param now milliseconds since 1970. */
export const endingCertificates = (certificates: readonly KubernetesObject[], now: number): Problem[] =>
  certificates.flatMap(({metadata, status}): Problem[] => {
    const ends = Date.parse(String(status?.notAfter ?? ''));
    const renews = Date.parse(String(status?.renewalTime ?? ''));
    if (Number.isNaN(ends)) return [];
    const days = Math.floor((ends - now) / day);
    const isLate = now > renews + day;
    // A short-lived one is always near its end: only when it should have been renewed it is trouble.
    if (ends > now && !(days < nearDays && (Number.isNaN(renews) || isLate))) return [];
    const name = `${metadata.namespace ?? ''}/${sanitiseLine(metadata.name, 253)}`;
    return [
      {
        key: `certificate ${name}`,
        code: 'GS-MON-01',
        weight: ends <= now ? 'failed' : 'attention',
        what: `certificate ${name}`,
        text:
          ends <= now
            ? `ended on ${new Date(ends).toISOString().slice(0, 10)}`
            : `ends in ${days === 0 ? 'less than a day' : `${days} day${days === 1 ? '' : 's'}`} and was not renewed`,
        ready: null,
        desired: null,
        target: null,
        behind: [],
      },
    ];
  });
