import {closest, distance} from 'fastest-levenshtein';

/** The name that was probably meant, or undefined where none is near; case counts for nothing. */
export const didYouMean = (name: string, names: readonly string[]): string | undefined => {
  const wanted = name.toLowerCase();
  // A very long name is no slip of the fingers, and comparing takes time by its length squared.
  if (wanted === '' || wanted.length > 60 || names.length === 0) {
    return undefined;
  }
  const near = closest(
    wanted,
    names.map(candidate => candidate.toLowerCase()),
  );
  return distance(wanted, near) <= Math.max(1, Math.floor(wanted.length / 3))
    ? names.find(candidate => candidate.toLowerCase() === near)
    : undefined;
};
