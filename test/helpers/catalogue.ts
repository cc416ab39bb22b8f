import {mkdirSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {stringify} from 'yaml';
import {readCatalogue} from '../../source/catalogue/read.js';
import type {Catalogue} from '../../source/catalogue/schema.js';
import {temporaryFolder} from './temporary-folder.js';

const plain = {
  row: null,
  group: 'OpenStack',
  editions: {flex: 'support', enterprise: 'support'},
  stage: 'initial',
  summary: 'made for a test',
  delivery: {kind: 'kustomize', version: '1.0.0'},
  namespace: 'openstack',
  estimate: {apply: 10, ready: 5},
};

/** A row that both editions require, named as itself. */
export const required = (name: string) => ({row: name, editions: {flex: 'required', enterprise: 'required'}});

/** Writes one folder per component into a fresh folder; what a component does not say is plain. */
export const catalogueFolder = (components: Readonly<Record<string, object | string>>): string => {
  const folder = temporaryFolder('catalogue');
  for (const [name, facts] of Object.entries(components)) {
    mkdirSync(path.join(folder, name));
    const text = typeof facts === 'string' ? facts : stringify({...plain, ...facts});
    writeFileSync(path.join(folder, name, 'component.yaml'), text);
  }
  return folder;
};

export const catalogueOf = (components: Readonly<Record<string, object>>): Catalogue =>
  readCatalogue(catalogueFolder(components));
