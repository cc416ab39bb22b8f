import type {Figures, Measured} from './measure.js';

/** What was measured where. */
export interface Scene {
  /** `2026-11-25`. */
  readonly date: string;
  /** Processor, cores, memory, kernel. */
  readonly machine: string;
  readonly kubernetes: string;
  readonly nodes: number;
  readonly pods: number;
  readonly seconds: number;
  /** The load average of the machine at the end, since others may have worked on it. */
  readonly load: number;
}

const megabytes = (bytes: number): string => `${Math.round(bytes / 1e6)} MB`;
const ofCore = (share: number): string => `${(share * 100).toFixed(1)} %`;
const ratio = (ours: number, theirs: number): string =>
  ours > 0 ? `1/${(theirs / ours).toFixed(1)}` : 'none';

const verbsText = (verbs: Figures['verbs']): string =>
  Object.entries(verbs)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([verb, count]) => `${count} ${verb}`)
    .join(', ') || 'none';

const whiles = ['quiet', 'busy'] as const;
const titles = {quiet: 'quiet', busy: 'changing'} as const;

/** A markdown table, a row of ratios beneath it where there is another to compare with. Pure. */
export const benchText = (scene: Scene, measured: readonly Measured[]): string => {
  const [ours, theirs] = measured;
  const cells = ({memory, cpu, requestsPerMinute, verbs}: Figures): string[] => [
    ...[megabytes(memory), ofCore(cpu), requestsPerMinute.toFixed(1), verbsText(verbs)],
  ];
  const row = (columns: readonly string[]): string => `| ${columns.join(' | ')} |`;
  const rows = whiles.flatMap(which => [
    ...measured.map(one =>
      row([
        which === 'quiet' ? titles.quiet : `${one.busy.changesPerSecond.toFixed(0)} changes a second`,
        one.name,
        ...cells(one[which]),
      ]),
    ),
    ...(ours !== undefined && theirs !== undefined
      ? [
          row([
            ...[titles[which], 'ratio', ratio(ours[which].memory, theirs[which].memory)],
            ...[ratio(ours[which].cpu, theirs[which].cpu)],
            ...[ratio(ours[which].requestsPerMinute, theirs[which].requestsPerMinute), ''],
          ]),
        ]
      : []),
  ]);
  return [
    `${scene.date}, ${scene.pods} pods on ${scene.nodes} simulated nodes, Kubernetes ${scene.kubernetes}; ${measured.map(({name, version}) => `${name} ${version}`).join('; ')}.`,
    `${scene.machine}; load average ${scene.load.toFixed(1)}. Each while ${scene.seconds} s.`,
    ...(theirs === undefined ? ['Without k9s: no file of it was named.'] : []),
    '',
    row(['cluster', 'program', 'memory', 'of a core', 'requests a minute', 'requests']),
    row(['---', '---', '--:', '--:', '--:', '---']),
    ...rows,
  ].join('\n');
};
