import type {Happening} from './view.js';

/** So many are kept; a cluster that flaps has more to say than anyone reads. */
export const mostHappenings = 200;

/** Newest first, at most so many; what is told of the same thing again within the time replaces what was said before. */
export const withHappening = (before: readonly Happening[], happening: Happening): readonly Happening[] => {
  const same = before.findIndex(
    other =>
      other.what === happening.what &&
      other.kind === happening.kind &&
      happening.at - other.at < repeatMilliseconds,
  );
  const rest = same === -1 ? before : before.toSpliced(same, 1);
  const place = rest.findIndex(other => other.at <= happening.at);
  return rest.toSpliced(place === -1 ? rest.length : place, 0, happening).slice(0, mostHappenings);
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
  if (before === undefined || now === undefined)
    return before === now
      ? undefined
      : {at, what, kind: now === undefined ? 'went' : 'came', text: now === undefined ? 'is gone' : 'came'};
  if (before.isReady === now.isReady) return undefined;
  const took = at - before.since;
  if (!now.isReady) return {at, what, kind: 'not-ready', text: 'is not ready any more'};
  return took < flapMilliseconds
    ? {at, what, kind: 'flapped', text: `is ready again after ${duration(took)}`}
    : {at, what, kind: 'ready', text: `became ready after ${duration(took)}`};
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
