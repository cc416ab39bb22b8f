/** What the simulation says once it has seen the cluster; who started it waits for this. */
export const readySentence = 'The simulation has seen the whole cluster and plays it.';
