/**
 * Keys that profiles did not always have, with what was so before there were: a profile in a cluster's record was whole when it
 * was written, so that a key it lacks is younger than it.
 */
export const youngerKeys = {
  // Glance's claims were of the class general, and no claim can be moved to another one.
  storage: {multiAttach: 'none'},
} as const;
