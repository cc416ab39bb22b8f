/** Under which name server-side applies own what they set. */
export const fieldManager = 'genestack';
