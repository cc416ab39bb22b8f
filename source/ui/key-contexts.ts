/** Where a key is pressed; the same key may mean something else elsewhere. */
export const keyContexts = [
  'where',
  'home',
  'differs',
  'remove',
  'edition',
  'form',
  'form-text',
  'roles',
  'services',
  'about',
  'review',
  'tree',
  'tree-filter',
  'why',
  'logs',
  'done',
  'monitor',
  'monitor-filter',
  'monitor-big',
  'monitor-why',
  'copy',
  'confirm',
  'sheet',
] as const;
export type KeyContext = (typeof keyContexts)[number];

/** What shows one thing of many, of which one is chosen. */
export const lists: readonly KeyContext[] = [
  'where',
  'home',
  'remove',
  'edition',
  'roles',
  'services',
  'review',
  'tree',
  'monitor',
];
/** What is read and may be longer than the screen. */
export const scrolled: readonly KeyContext[] = [
  'about',
  'differs',
  'why',
  'monitor-why',
  'logs',
  'done',
  'sheet',
];
export const wizard: readonly KeyContext[] = ['edition', 'form', 'form-text', 'roles', 'services', 'review'];
export const monitor: readonly KeyContext[] = [
  'monitor',
  'monitor-filter',
  'monitor-big',
  'monitor-why',
  'copy',
];
/** Where Ctrl-C stops a run before it leaves. */
export const ofRun: readonly KeyContext[] = ['tree', 'tree-filter', 'why', 'logs', 'done'];
