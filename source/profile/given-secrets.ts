import type {Profile} from './schema.js';

/** A Secret that whoever runs the cloud makes, because what is in it is known to nobody else. */
export interface GivenSecret {
  /** Whose pods, or whose custom resources, name it. */
  readonly component: string;
  readonly namespace: string;
  readonly name: string;
  readonly keys: readonly string[];
  /** Which choice asks for it, `thanos.objectStore.secretName`. */
  readonly key: string;
  /** What is in it, as the object of a sentence. */
  readonly holds: string;
}

type Dns01 = NonNullable<Profile['certificates']['dns01']>;

/** The keys that cert-manager's documentation gives the Secret of each provider. */
export const dns01Keys = {
  cloudflare: ['api-token'],
  digitalocean: ['access-token'],
  route53: ['access-key-id', 'secret-access-key'],
  rfc2136: ['tsig-secret'],
} as const satisfies Record<Dns01['provider'], readonly string[]>;

/** The Secrets that a profile's choices ask for; of components that are off as well. */
export const givenSecrets = ({
  thanos,
  redfish,
  monitoring: {alertmanager},
  certificates: {issuer, dns01},
  storage,
}: Profile): readonly GivenSecret[] => [
  {
    component: 'thanos',
    namespace: 'monitoring',
    name: thanos.objectStore.secretName,
    keys: ['objstore.yml'],
    key: 'thanos.objectStore.secretName',
    holds:
      'the bucket, endpoint and keys of your object store, as https://thanos.io/tip/thanos/storage.md has them',
  },
  ...(redfish.hosts.length > 0
    ? [
        {
          component: 'redfish-exporter',
          namespace: 'monitoring',
          name: redfish.secretName,
          keys: ['username', 'password'],
          key: 'redfish.secretName',
          holds: 'the user that may read the management controllers of redfish.hosts',
        },
      ]
    : []),
  ...(alertmanager.configSecretName === undefined
    ? []
    : [
        {
          component: 'kube-prometheus-stack',
          namespace: 'monitoring',
          name: alertmanager.configSecretName,
          keys: ['alertmanager.yaml'],
          key: 'monitoring.alertmanager.configSecretName',
          holds: "Alertmanager's configuration",
        },
      ]),
  ...(issuer === 'acme-dns01' && dns01 !== undefined
    ? [
        {
          component: 'cluster-issuer-acme-dns01',
          namespace: 'cert-manager',
          name: dns01.secretName,
          keys: dns01Keys[dns01.provider],
          key: 'certificates.dns01.secretName',
          holds: 'what your DNS service asks for',
        },
      ]
    : []),
  ...(storage.block === 'external-ceph'
    ? [
        {
          component: 'ceph-external',
          namespace: 'openstack',
          name: 'ceph-client-cinder',
          keys: ['key', 'ceph.client.cinder.keyring'],
          key: 'storage.block',
          holds: "the key and the keyring of your Ceph's user cinder",
        },
      ]
    : []),
];
