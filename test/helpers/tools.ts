import {findServers} from '../../source/rehearsal/find-servers.js';
import {readPins} from '../../source/rehearsal/pins.js';
import {createHelm, type Helm} from '../../source/tools/helm.js';
import {createKustomize, type Kustomize} from '../../source/tools/kustomize.js';

const {servers} = await findServers(process.env, readPins(), ['helm', 'kustomize']);

/** Whether helm and kustomize are on this machine: tests of them alone do not build them. */
export const hasTools = servers.helm !== undefined && servers.kustomize !== undefined;

/** Their paths; empty where they are not there. */
export const toolFiles = {helm: servers.helm ?? '', kustomize: servers.kustomize ?? ''};

export const offlineHelm = (): Helm => createHelm({file: toolFiles.helm, kustomizeFile: toolFiles.kustomize});

export const localKustomize = (): Kustomize => createKustomize({file: toolFiles.kustomize});
