import type {Happening} from './view.js';

/** So many are kept; a cluster that flaps has more to say than anyone reads. */
export const mostHappenings = 200;
/** What is older than this is no news. */
const newsMilliseconds = 86_400_000;

/** What happened, gathered as it is heard of and sorted in when somebody looks. */
export interface Lately {
  /** Undefined, and what is older than a day, is no news. */
  add(happening: Happening | undefined): void;
  /** Newest first, at most `mostHappenings`; the same array as long as nothing was added. */
  all(): readonly Happening[];
}

/** @param now milliseconds since 1970. */
export const createLately = (now: () => number): Lately => {
  let known: readonly Happening[] = [];
  let news: Happening[] = [];
  const all = (): readonly Happening[] => {
    known = withHappenings(known, news);
    news = [];
    return known;
  };
  return {
    add(happening) {
      if (happening === undefined || now() - happening.at > newsMilliseconds) return;
      news.push(happening);
      // Where nobody looks for long, no more is gathered than is kept.
      if (news.length >= mostHappenings) all();
    },
    all,
  };
};

/**
 * Newest first, at most so many; what is told of the same thing again within the time replaces what was said before. Pure.
 * @param news in the order in which they were heard.
 */
export const withHappenings = (
  before: readonly Happening[],
  news: readonly Happening[],
): readonly Happening[] => {
  if (news.length === 0) return before;
  const all = [...before];
  for (const happening of news) {
    const same = all.findIndex(
      other =>
        other.what === happening.what &&
        other.kind === happening.kind &&
        happening.at - other.at < repeatMilliseconds,
    );
    if (same !== -1) all.splice(same, 1);
    const place = all.findIndex(other => other.at <= happening.at);
    all.splice(place === -1 ? all.length : place, 0, happening);
    if (all.length > mostHappenings) all.pop();
  }
  return all;
};

const repeatMilliseconds = 60_000;

/** A state of a component as it was seen, and since when. */
export interface Standing {
  readonly isReady: boolean;
  /** Milliseconds since 1970. */
  readonly since: number;
}

/** Ready again so soon after it was not is no news of a day's work but of a component that flaps. */
const flapMilliseconds = 120_000;

/**
 * What the change of a component says; undefined where there is nothing to say. Pure.
 * @param before undefined where it was not there.
 */
export const componentHappening = (
  what: string,
  before: Standing | undefined,
  now: Standing | undefined,
  at: number,
  duration: (milliseconds: number) => string,
): Happening | undefined => {
  if (now === undefined) return before === undefined ? undefined : {at, what, kind: 'went', text: 'is gone'};
  const of = {at, what, target: {component: what}};
  if (before === undefined) return {...of, kind: 'came', text: 'came'};
  if (before.isReady === now.isReady) return undefined;
  const took = at - before.since;
  if (!now.isReady) return {...of, kind: 'not-ready', text: 'is not ready any more'};
  return took < flapMilliseconds
    ? {...of, kind: 'flapped', text: `is ready again after ${duration(took)}`}
    : {...of, kind: 'ready', text: `became ready after ${duration(took)}`};
};

const ordinal = (count: number): string => {
  const last = count % 10;
  const teen = Math.floor(count / 10) % 10 === 1;
  const suffix = teen ? 'th' : last === 1 ? 'st' : last === 2 ? 'nd' : last === 3 ? 'rd' : 'th';
  return `${count}${suffix}`;
};

export const restartHappening = (what: string, restarts: number, at: number): Happening => ({
  at,
  what,
  kind: 'restarted',
  text: restarts === 1 ? 'restarted' : `restarted, ${ordinal(restarts)} time`,
});
