import {stringify} from 'yaml';

/** What kwok serves as the log of every container: the file of `podLogLine`. */
export const kwokDocuments = (logFile: string): string =>
  stringify({
    apiVersion: 'kwok.x-k8s.io/v1alpha1',
    kind: 'ClusterLogs',
    metadata: {name: 'simulated'},
    spec: {logs: [{logsFile: logFile, previousLogsFile: logFile, follow: false}]},
  });

/** One line in the container runtime's format, which is what the kubelet's log is read as. */
export const podLogLine = (time: Date): string =>
  `${time.toISOString()} stdout F This container is simulated: nothing runs in it, and this is all it says.\n`;
