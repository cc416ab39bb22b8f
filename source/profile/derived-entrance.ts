import type {Profile} from './schema.js';

/** First label of each public endpoint, as the services' values name it, and the Service (of openstack-helm) behind it. */
const publicServices = [
  {name: 'keystone', component: 'keystone', service: 'keystone-api', port: 5000},
  {name: 'glance', component: 'glance', service: 'glance-api', port: 9292},
  {name: 'cinder', component: 'cinder', service: 'cinder-api', port: 8776},
  {name: 'nova', component: 'nova', service: 'nova-api', port: 8774},
  {name: 'novnc', component: 'nova', service: 'nova-novncproxy', port: 6080},
  {name: 'neutron', component: 'neutron', service: 'neutron-server', port: 9696},
  {name: 'placement', component: 'placement', service: 'placement-api', port: 8778},
  {name: 'horizon', component: 'horizon', service: 'horizon-int', port: 80},
  {name: 'skyline', component: 'skyline', service: 'skyline-api', port: 9999},
  {name: 'heat', component: 'heat', service: 'heat-api', port: 8004},
  {name: 'cloudformation', component: 'heat', service: 'heat-cfn', port: 8000},
  {name: 'designate', component: 'designate', service: 'designate-api', port: 9001},
  {name: 'barbican', component: 'barbican', service: 'barbican-api', port: 9311},
  {name: 'octavia', component: 'octavia', service: 'octavia-api', port: 9876},
  {name: 'ironic', component: 'ironic', service: 'ironic-api', port: 6385},
  {name: 'masakari', component: 'masakari', service: 'masakari-api', port: 15868},
  {name: 'aodh', component: 'aodh', service: 'aodh-api', port: 8042},
  {name: 'gnocchi', component: 'gnocchi', service: 'gnocchi-api', port: 8041},
] as const;

/** The way in from outside: names, what is behind them, and what each of the two controllers wants to be told. */
export const derivedEntrance = (profile: Profile, isOn: (component: string) => boolean) => {
  const published = publicServices.filter(({component}) => isOn(component));
  const hasDns = isOn('powerdns');
  return {
    publicNames: [...published.map(({name}) => name), 'grafana'].map(name => `${name}.${profile.domain}`),
    routes: published,
    /** Designate's zones are asked for at the same address. */
    dnsRoutes: hasDns ? [{}] : [],
    /**
     * With nginx by a Service of their own: Helm 3 merges ports of one by their number alone, and of UDP and TCP one would be lost when
     * its release is changed (kubernetes/kubernetes#39188).
     */
    dnsServices: profile.ingress.controller === 'ingress-nginx' ? [{}] : [],
    ingress: {
      nginx: profile.ingress.controller === 'ingress-nginx',
      /** MetalLB lets Services with different pods share an address only where both take requests on every node. */
      nginxTrafficPolicy: hasDns ? 'Cluster' : 'Local',
      listeners: hasDns ? [...webListeners, ...dnsListeners] : webListeners,
      grafana: grafanaRoute(profile),
    },
  };
};

const sameNamespace = {namespaces: {from: 'Same'}};

/** Of the Gateway. Its kind is delivered with its fields left open, so that no default is filled in: everything is written out. */
const webListeners = [
  {name: 'http', port: 80, protocol: 'HTTP', allowedRoutes: sameNamespace},
  {
    name: 'https',
    port: 443,
    protocol: 'HTTPS',
    tls: {mode: 'Terminate', certificateRefs: [{group: '', kind: 'Secret', name: 'public-endpoints'}]},
    allowedRoutes: {
      namespaces: {
        from: 'Selector',
        selector: {
          matchExpressions: [
            // Grafana's route stands beside Grafana.
            {key: 'kubernetes.io/metadata.name', operator: 'In', values: ['openstack', 'monitoring']},
          ],
        },
      },
    },
  },
];
const dnsListeners = [
  {name: 'dns', port: 53, protocol: 'UDP', allowedRoutes: sameNamespace},
  {name: 'dns-tcp', port: 53, protocol: 'TCP', allowedRoutes: sameNamespace},
];

const gatewayRef = {
  group: 'gateway.networking.k8s.io',
  kind: 'Gateway',
  namespace: 'openstack',
  name: 'public',
};

/** The `http01` of a cert-manager solver: what answers the question is what takes requests in this profile. */
export const http01Solver = ({ingress}: Profile): Record<string, unknown> =>
  ingress.controller === 'ingress-nginx'
    ? {ingress: {ingressClassName: 'nginx'}}
    : {gatewayHTTPRoute: {parentRefs: [gatewayRef]}};

/** `route` of Grafana's chart: with Envoy Gateway the way from its public name. */
const grafanaRoute = ({ingress, domain}: Profile): Record<string, unknown> =>
  ingress.controller === 'envoy-gateway'
    ? {
        main: {
          enabled: true,
          hostnames: [`grafana.${domain}`],
          parentRefs: [{...gatewayRef, sectionName: 'https'}],
        },
      }
    : {};
