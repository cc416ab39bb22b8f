import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {type Client, connect} from '../../source/cluster/client.js';
import {loadKubeConfig} from '../../source/cluster/kube-config.js';
import {down} from '../../source/rehearsal/down.js';
import {up} from '../../source/rehearsal/up.js';
import {endStartedAgain} from '../faults/servers.js';

export interface BareRehearsal {
  readonly client: Client;
  readonly kubeconfig: string;
  /** Holds everything of it. */
  readonly folder: string;
  stop(): Promise<void>;
}

/** A real control plane with one node for every role and no simulation: pods stay in Init, so that hooks wait for as long as a test wants. */
export const bareRehearsal = async (): Promise<BareRehearsal> => {
  const state = mkdtempSync(join(tmpdir(), 'genestack-test-'));
  const environment = {...process.env, XDG_STATE_HOME: state};
  const {kubeconfig, dir: folder} = await up({
    name: 'bare',
    shape: {
      controlPlane: 1,
      compute: 1,
      network: 1,
      storage: 1,
      hyperconverged: true,
      serviceCIDR: '10.96.0.0/16',
      podCIDR: '10.244.0.0/16',
    },
    pace: 0.05,
    seed: 1,
    environment,
    simulation: false,
  });
  const client = connect(loadKubeConfig(kubeconfig));
  return {
    client,
    kubeconfig,
    folder,
    async stop() {
      await client.close();
      endStartedAgain(folder);
      await down('bare', environment);
      rmSync(state, {recursive: true, force: true});
    },
  };
};
