import {mkdirSync, readdirSync, readFileSync, statSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {gunzipSync, gzipSync} from 'node:zlib';
import {parse, stringify} from 'yaml';
import type {Client} from '../../../source/cluster/client.js';
import {packChart} from '../../cluster/broken-charts.js';
import {openTerminal, type Terminal} from '../../helpers/terminal.js';
import type {Bed} from '../bed.js';
import type {Check} from '../check.js';
import type {Home} from '../home.js';
import {untilQuiet} from '../invariants.js';

/** What a terminal would obey, each with a word by which it is found again. */
const sequences: Readonly<Record<string, string>> = {
  title: '\u001b]0;PWNED\u0007',
  clipboard: '\u001b]52;c;UFdORUQ=\u0007',
  link: '\u001b]8;;https://pwned.example\u001b\\here\u001b]8;;\u001b\\',
  device: '\u001bP+q544e\u001b\\',
  cursor: '\u001b[7;7HPWNED',
  region: '\u001b[13;37r',
  reply: '\u001b[5n\u001b[6n\u001b[>q',
  eight: '\u009b13;37r\u009d0;PWNED\u009c',
  back: 'behind\rPWNED\b\b',
  bidi: '\u202e\u2066DENWP\u2069',
  zero: 'z\u200be\u200dr\ufefful',
  long: 'A'.repeat(50_000),
};
const hostile = `said ${Object.values(sequences).join(' ')} end`;

/** None of these is among what the screens themselves send. */
const obeyed: Readonly<Record<string, RegExp>> = {
  'a title, a clipboard or a link': /\u001b\](?!7770;)/,
  'a device control': /\u001b[PX^_]/,
  'a place in another cell': /\u001b\[7;7H/,
  'a scroll region': /\u001b\[[\d;]*r/,
  'a question': /\u001b\[(?:5n|6n|>q)/,
  'a control of eight bits': /[\u0080-\u009f]/,
  'a change of direction': /[\u202a-\u202e\u2066-\u2069]/,
  'what is not seen': /[\u200b-\u200f\ufeff]/,
};

/** Of what is printed line by line nothing may begin a sequence. */
const plain = {...obeyed, 'an escape': /\u001b/, 'a control': /[\u0000-\u0008\u000b-\u001f\u007f]/};

const foundIn = (where: string, text: string, wanted: Readonly<Record<string, RegExp>>): string[] =>
  Object.entries(wanted).flatMap(([what, pattern]) => {
    const found = pattern.exec(text);
    return found === null
      ? []
      : [
          `${where} has ${what}: ${JSON.stringify(text.slice(Math.max(0, found.index - 80), found.index + 40))}`,
        ];
  });

/** An escape as such, or as JSON writes it. */
const escapesInFiles = (folder: string): string[] =>
  readdirSync(folder, {recursive: true, encoding: 'utf8'})
    .map(name => join(folder, name))
    .filter(path => statSync(path, {throwIfNoEntry: false})?.isFile())
    .filter(path => !path.includes('/compiled/'))
    .flatMap(path => {
      const text = readFileSync(path, 'utf8');
      return /\u001b|\\u001b|[\u0080-\u009f]|\\u009[0-9a-f]/i.test(text) ? [`${path} holds an escape`] : [];
    });

const facts = (name: string) => ({
  ...{row: name, group: 'OpenStack', editions: {flex: 'required', enterprise: 'optional'}},
  ...{stage: 'initial', summary: 'Made for a test.', namespace: 'faults-loud'},
  delivery: {kind: 'helm', repository: 'https://charts.example.org', chart: name, version: '1.0.0'},
  estimate: {apply: 1, ready: 1},
});

/** As YAML and Go take it: neither has what is not printed in a text as such. */
const inAscii = (text: string): string =>
  JSON.stringify(text).replace(
    /[\u007f-\uffff]/g,
    character => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

/** Never ready, so that there is time to say something of it. */
const waiting = `
apiVersion: apps/v1
kind: Deployment
metadata: {name: loud, annotations: {note: ${inAscii(hostile.slice(0, 2000))}}}
spec:
  selector: {matchLabels: {app: loud}}
  template:
    metadata: {labels: {app: loud}}
    spec:
      nodeSelector: {nowhere: "true"}
      containers: [{name: main, image: "example.org/loud:1"}]
`;

/** Helm says what the chart tells it to. */
const failing = `{{ fail ${inAscii(hostile.slice(0, 3000))} }}`;

interface Loud {
  readonly profile: string;
  readonly charts: string;
}

const prepare = ({folder}: Home): Loud => {
  const charts = join(folder, 'charts');
  mkdirSync(charts);
  packChart(charts, 'loud', '1.0.0', waiting);
  packChart(charts, 'broken', '1.0.0', failing);
  for (const name of ['loud', 'broken']) {
    const at = join(folder, 'overrides', 'components', name);
    mkdirSync(at, {recursive: true});
    writeFileSync(join(at, 'component.yaml'), stringify(facts(name)));
  }
  const profile = join(folder, 'profile.yaml');
  const nodes = {
    hyperconverged: true,
    ...Object.fromEntries(['controlPlane', 'compute', 'network', 'storage'].map(role => [role, {count: 2}])),
  };
  const head = {apiVersion: 'genestack.io/v1alpha1', kind: 'Profile', edition: 'flex'};
  writeFileSync(profile, stringify({...head, nodes, overrides: './overrides'}));
  return {profile, charts};
};

const until = async <T>(look: () => Promise<T | undefined>): Promise<T> => {
  for (let attempt = 0; attempt < 600; attempt += 1) {
    const found = await look();
    if (found !== undefined) return found;
    await sleep(200);
  }
  throw new Error('what was waited for two minutes did not come');
};

/** Puts the sequences into everything that a component of the cluster may write about the pod. */
const speakOf = async (client: Client): Promise<void> => {
  const namespace = 'faults-loud';
  const pod = await until(
    async () => (await client.list({apiVersion: 'v1', kind: 'Pod'}, {namespace})).items[0],
  );
  const {name, uid} = pod.metadata;
  const ref = {apiVersion: 'v1', kind: 'Pod', namespace, name};
  const message = hostile.slice(0, 30_000);
  await client.patch(
    ref,
    {
      status: {
        conditions: [
          {type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message, lastTransitionTime: null},
        ],
      },
    },
    {subresource: 'status', type: 'strategic'},
  );
  for (const about of [
    {apiVersion: 'v1', kind: 'Pod', name, namespace, uid},
    {apiVersion: 'apps/v1', kind: 'Deployment', name: 'loud', namespace},
  ]) {
    await client.create({
      ...{apiVersion: 'v1', kind: 'Event', type: 'Warning', reason: 'FailedScheduling'},
      metadata: {name: `loud.${about.kind.toLowerCase()}`, namespace},
      involvedObject: about,
      message: hostile.slice(0, 900),
      lastTimestamp: new Date().toISOString(),
    });
  }
};

/** As if somebody had written into what Helm keeps of the release that it works on, and that no run of ours made. */
const speakOfRelease = async (client: Client): Promise<void> => {
  const secrets = {apiVersion: 'v1', kind: 'Secret', namespace: 'faults-loud'};
  const {items} = await client.list(secrets, {
    namespace: secrets.namespace,
    labelSelector: 'owner=helm,name=loud',
  });
  for (const {metadata, data} of items) {
    const zipped = Buffer.from(Buffer.from(data?.release, 'base64').toString('latin1'), 'base64');
    const stored = JSON.parse(gunzipSync(zipped).toString());
    const said = hostile.slice(0, 3000);
    Object.assign(stored.info, {status: `pending-${said}`, description: said});
    Object.assign(stored.chart.metadata, {version: said});
    Object.assign(stored, {config: {[said]: said}});
    stored.manifest += `---\n${JSON.stringify({apiVersion: 'v1', kind: 'ConfigMap', metadata: {name: said}})}\n`;
    const release = Buffer.from(gzipSync(JSON.stringify(stored)).toString('base64')).toString('base64');
    await client.patch(
      {...secrets, name: metadata.name},
      {metadata: {labels: {'gs-run': null, 'gs-revision': null}}, data: {release}},
    );
  }
};

/** Looks at every view of the component while it waits, then ends the install. */
const lookAround = async (terminal: Terminal): Promise<void> => {
  await terminal.until(/loud .*(rolling out|waits)/, 120_000);
  terminal.press('/');
  terminal.type('loud');
  terminal.press('enter', 'end', 'enter');
  await terminal.until(/ Why [\s\S]*said/, 120_000);
  for (let page = 0; page < 4; page += 1) {
    terminal.press('page-down');
    await sleep(200);
  }
  terminal.press('escape');
  await terminal.until(/ of \d+ ready/);
  terminal.press('l');
  await sleep(1000);
  terminal.press('escape', 'escape');
  await sleep(200);
  terminal.press('ctrl-c');
  const isOver = terminal.until(/interrupted after|components ready in/, 120_000).then(
    async () => {
      await sleep(300);
      terminal.press('q');
    },
    () => {},
  );
  await terminal.ended;
  await isOver;
};

/** A kubeconfig whose context, and whose helper that gives credentials, say too much. */
const loudKubeconfigs = (bed: Bed, {folder}: Home): string[] => {
  const write = (name: string, change: (document: ReturnType<typeof parse>) => void): string => {
    const document = parse(readFileSync(bed.kubeconfig, 'utf8'));
    change(document);
    const file = join(folder, name);
    writeFileSync(file, stringify(document), {mode: 0o600});
    return file;
  };
  return [
    write('context.kubeconfig', document => {
      const name = hostile.slice(0, 400);
      document.contexts[0].name = name;
      document['current-context'] = name;
    }),
    write('helper.kubeconfig', document => {
      const said = join(folder, 'said');
      writeFileSync(said, hostile);
      document.users[0].user = {
        exec: {
          apiVersion: 'client.authentication.k8s.io/v1',
          command: 'sh',
          args: ['-c', `cat ${said} >&2; cat ${said}; exit 1`],
          interactiveMode: 'Never',
        },
      };
    }),
  ];
};

export const controlSequences: Check = {
  name: 'control-sequences',
  provoked:
    'CSI, OSC 0, 8 and 52, DCS, C1, CR, bidi, zero width and 50 kB in conditions, events, annotations, helm’s words, what Helm keeps, a context’s name and a credential helper’s words',
  holds: 'a terminal sees nothing outside of its cell, no line and no file holds an escape',
  runs: {short: 0, long: 5},
  async run({world: bed, runs, count}) {
    for (let run = 0; run < runs; run += 1) {
      const home = bed.home();
      const {profile, charts} = prepare(home);
      const args = [
        'install',
        '--profile',
        profile,
        '--charts',
        charts,
        '--yes',
        '--kubeconfig',
        bed.kubeconfig,
      ];
      const terminal = await openTerminal([], {
        command: [process.execPath, bed.script, ...args],
        environment: home.environment,
      });
      const broken: string[] = [];
      try {
        await Promise.all([speakOf(bed.client), lookAround(terminal)]);
        broken.push(...foundIn('the terminal', terminal.bytes(), obeyed));
        broken.push(...terminal.wrapped.map(frame => `a row was wrapped:\n${frame}`));
      } finally {
        await terminal.close();
      }
      broken.push(...(await untilQuiet(home)));
      const from = ['--profile', profile, '--kubeconfig', bed.kubeconfig];
      await speakOfRelease(bed.client);
      const spoken = [
        ['runs'],
        ['replay'],
        ['replay', '--output', 'json'],
        ['logs', 'broken'],
        ['why', 'loud', ...from],
        ['plan', ...from, '--charts', charts],
        ['plan', ...from, '--charts', charts, '--output', 'json'],
        args,
        ...loudKubeconfigs(bed, home).map(file => ['plan', '--profile', profile, '--kubeconfig', file]),
      ];
      for (const words of spoken) {
        const {stdout, stderr} = await bed.run(words, home).ended;
        broken.push(...foundIn(words.slice(0, 2).join(' '), `${stdout}${stderr}`, plain));
      }
      broken.push(...escapesInFiles(home.state));
      await bed.client.delete({apiVersion: 'v1', kind: 'Namespace', name: 'faults-loud'});
      await until(async () =>
        (await bed.client.read({apiVersion: 'v1', kind: 'Namespace', name: 'faults-loud'})) === undefined
          ? true
          : undefined,
      );
      count(broken);
    }
  },
};
