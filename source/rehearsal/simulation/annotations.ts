/** What the simulation writes on pods; kwok's stages wait for the first and take their delays from the others. */
export const annotations = {
  started: 'rehearsal.genestack.io/started',
  duration: 'rehearsal.genestack.io/duration',
  runDuration: 'rehearsal.genestack.io/run-duration',
  /** Which of its workload's pods this one is, so that a duration is drawn once for each. */
  index: 'rehearsal.genestack.io/index',
  /** On a pod that is made to fail: kwok leaves it as it is. */
  afflicted: 'rehearsal.genestack.io/afflicted',
  /** On what a simulated operator made: the component whose estimate its pods take. */
  component: 'rehearsal.genestack.io/component',
} as const;

/** Driver and provisioner of every volume that the simulation makes, and its name as a field manager. */
export const driver = 'rehearsal.genestack.io';
export const fieldManager = 'genestack-rehearsal';
