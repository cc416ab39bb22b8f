/** What the monitor can show of a cluster, each by a key of its own. */
export const monitorViews = ['tree', 'nodes', 'problems', 'changes', 'big', 'spoken'] as const;
export type MonitorViewName = (typeof monitorViews)[number];

/** What stands before the name of the cluster. */
export const viewTitles: Readonly<Record<MonitorViewName, string>> = {
  tree: 'Genestack',
  nodes: 'Nodes',
  problems: 'Problems',
  changes: 'What changed',
  big: 'Genestack',
  spoken: 'In words',
};
