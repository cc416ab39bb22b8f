import {closeSync, fsyncSync, openSync, writeFileSync} from 'node:fs';
import {stringify} from 'yaml';
import {type ExitCode, exitCodes, GenestackError, messageOf} from '../errors.js';
import type {Profile} from '../profile/schema.js';
import {profileToPlan} from './cluster-profile.js';
import {type ClusterOptions, openCluster} from './cluster-session.js';
import {realPath} from './paths.js';
import {type Streams, say} from './streams.js';

export interface CloudsOptions extends ClusterOptions {
  readonly profile?: string;
  /** The file to be written. */
  readonly target: string;
}

const secret = {namespace: 'openstack', name: 'keystone-admin'} as const;

/** Writes a clouds.yaml for the administrator, mode 0600: the one file in which a password of the cloud leaves the cluster. */
export const clouds = async (options: CloudsOptions, streams: Streams): Promise<ExitCode> => {
  const session = await openCluster(options);
  try {
    const {profile} = await profileToPlan(session, options.profile, streams);
    const found = await session.client.read({apiVersion: 'v1', kind: 'Secret', ...secret});
    const encoded = (found?.data as Record<string, string> | undefined)?.password;
    if (encoded === undefined) {
      throw new GenestackError(
        'GS-CLI-15',
        `The Secret ${secret.namespace}/${secret.name} was read at ${session.title}, and there is none with a password.`,
        'Install Keystone first, or name the cluster that it is on.',
        exitCodes.precondition,
      );
    }
    const file = realPath(options.target);
    writeNew(file, cloudsText(profile, Buffer.from(encoded, 'base64').toString('utf8')));
    say(streams, `${file} holds the administrator's password of ${profile.name}; only you may read it.`);
    return exitCodes.done;
  } finally {
    await session.close();
  }
};

/** As openstacksdk reads it: https://docs.openstack.org/openstacksdk/latest/user/config/configuration.html */
const cloudsText = ({name, domain, region}: Profile, password: string): string =>
  stringify({
    clouds: {
      [name]: {
        auth: {
          auth_url: `https://keystone.${domain}/v3`,
          username: 'admin',
          password,
          project_name: 'admin',
          user_domain_name: 'default',
          project_domain_name: 'default',
        },
        region_name: region,
        interface: 'public',
        identity_api_version: '3',
      },
    },
  });

/** Never over a file or a link that is there. */
const writeNew = (file: string, text: string): void => {
  try {
    const descriptor = openSync(file, 'wx', 0o600);
    try {
      writeFileSync(descriptor, text);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    throw new GenestackError(
      'GS-CLI-16',
      `${file} was to be written and could not be: ${messageOf(error)}.`,
      'Name a file that is not there yet, in a folder that may be written to.',
      exitCodes.precondition,
    );
  }
};
