import {existsSync} from 'node:fs';
import path from 'node:path';
import type {Component} from '../catalogue/schema.js';
import type {Overlay} from '../tools/overlay.js';

/** What stands beside a component's chart, or is the component: its own folders, then those that override it. */
export const overlayOf = ({overlays}: Component): Overlay => {
  const folders = (name: string) => overlays.map(folder => path.join(folder, name)).filter(existsSync);
  return {resources: folders('resources'), patches: folders('patches')};
};
