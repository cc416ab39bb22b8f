/** The Service of the Prometheus that kube-prometheus-stack brings, in whatever namespace. */
export const prometheusService = {name: 'kube-prometheus-stack-prometheus', port: 9090} as const;

/** As it stands in the path of the API server's proxy, and as RBAC compares it with `resourceNames`: scheme and port with the name. */
export const proxiedPrometheus = `http:${prometheusService.name}:${prometheusService.port}`;

/** Where the API server hands a query on to it. */
export const queryPath = (namespace: string): string =>
  `/api/v1/namespaces/${namespace}/services/${proxiedPrometheus}/proxy/api/v1/query`;

const namespaced = /^\/api\/v1\/namespaces\/([a-z0-9][a-z0-9-]*)\/services\//;

/** Whether a path is that of a query and of nothing else beneath the proxy. */
export const isQueryPath = (path: string): boolean => {
  const namespace = namespaced.exec(path)?.[1];
  return namespace !== undefined && path === queryPath(namespace);
};
