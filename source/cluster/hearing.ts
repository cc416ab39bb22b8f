import {messageOf} from '../errors.js';
import {ApiError} from './api-error.js';

/** How the API was heard of one kind: when, and what it had against it. */
export interface Hearing {
  /** Milliseconds of the clock when the API was last heard of: what is older than this may be missing. */
  readonly asOf: number;
  /** Why nothing is heard at the moment; undefined when all is well. */
  readonly trouble: string | undefined;
  /** Whether it was listed once. */
  readonly wasSeen: boolean;
  /** Whether the API said the last time that it has no such kind. */
  readonly isUnknown: boolean;
  /** Whether the API said that it may not be seen, and is not asked any more. */
  readonly isRefused: boolean;
  /** What the API says against it again and again, though it answers; undefined where it does not. */
  readonly unheard: Unheard | undefined;
}

/** Why there is no news of a kind; what was seen of it before is kept. */
export interface Unheard {
  readonly reason: string;
  /** It may not be seen any more; else the API cannot list it. */
  readonly isForbidden: boolean;
}

export interface HearingTerms {
  readonly now: () => number;
  /** Who looks can do without the kind. */
  readonly isOptional: boolean;
  /** How long until a kind that the API does not know is asked for again; where absent that is trouble. */
  readonly unknownMilliseconds: number | undefined;
}

/** The same, as who asks writes it down. */
export interface KeptHearing extends Hearing {
  /** Something came. */
  heard(): void;
  listed(): void;
  /** A watch brings something. A list alone is no sign of it: a kind may be listed that cannot be watched. */
  flows(): void;
  /** Something went wrong; returns how many milliseconds to wait before it is asked again, null where it is asked no more. */
  failed(error: unknown): number | null;
}

/** Refusals one after another until there is no more news of a kind that was seen once; some 40 s. */
const refusalPatience = 8;
/** Other answers that are no list, until nobody waits for a kind any more: a broken conversion webhook, an aggregated API that is gone. */
const answerPatience = 3;

const firstPause = 500;
const longestPause = 10_000;
/** Of what there is no news of. */
const rarePause = 30_000;
/** After a 410 a fresh list is what helps, not patience. */
const gonePause = 100;

export const createHearing = ({now, isOptional, unknownMilliseconds}: HearingTerms): KeptHearing => {
  let asOf = now();
  let trouble: string | undefined;
  let wasSeen = false;
  let isUnknown = false;
  let isRefused = false;
  let unheard: Unheard | undefined;
  let failures = 0;
  /** How often in a row the API said something against this kind. */
  let objections = 0;

  const heard = (): void => {
    asOf = now();
    trouble = undefined;
  };

  const failed = (error: unknown): number | null => {
    const status = error instanceof ApiError ? error.status : undefined;
    if (status === 410) return gonePause;
    const longer = firstPause * 2 ** Math.min(failures++, 10);
    if (status === 404) {
      [asOf, isUnknown, unheard] = [now(), true, undefined];
      // That a kind is not there is an answer.
      if (unknownMilliseconds === undefined) trouble = messageOf(error);
      return unknownMilliseconds ?? Math.min(longestPause, longer);
    }
    const isForbidden = status === 403;
    if (isForbidden && isOptional && !wasSeen) {
      [isRefused, trouble] = [true, undefined];
      return null;
    }
    objections = isAboutKind(status) ? objections + 1 : 0;
    // An API server that has just begun refuses what it does not know yet: who saw the kind before is patient.
    if (!isOptional || objections < (isForbidden ? refusalPatience : answerPatience)) {
      trouble = messageOf(error);
      return Math.min(longestPause, longer);
    }
    [unheard, trouble] = [{reason: messageOf(error), isForbidden}, undefined];
    return Math.min(isForbidden ? (unknownMilliseconds ?? rarePause) : rarePause, longer);
  };

  return {
    get asOf() {
      return asOf;
    },
    get trouble() {
      return trouble;
    },
    get wasSeen() {
      return wasSeen;
    },
    get isUnknown() {
      return isUnknown;
    },
    get isRefused() {
      return isRefused;
    },
    get unheard() {
      return unheard;
    },
    heard,
    listed() {
      heard();
      [wasSeen, isUnknown, unheard] = [true, false, undefined];
    },
    flows() {
      heard();
      failures = 0;
      objections = 0;
    },
    failed,
  };
};

/** Credentials that are refused and a server that is too busy say nothing of one kind. */
const isAboutKind = (status: number | undefined): boolean =>
  status !== undefined && status !== 401 && status !== 429;

/** Whether what is known of a kind is all there is of it. */
export const hasNews = ({wasSeen, isUnknown, isRefused, unheard}: Hearing): boolean =>
  (wasSeen || isUnknown) && !isRefused && unheard === undefined;
