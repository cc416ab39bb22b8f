import {type CausePage, natureText} from './cause-page.js';

/** docs/causes.md: what each code means, so that it can be linked to. */
export const causeTable = (pages: readonly CausePage[]): string =>
  [
    '# Causes',
    '',
    'Made by `npm run docs` from the records in `source/cluster/causes`, which recognise what is wrong on a cluster, and from',
    '`assets/situations`. `genestack explain CODE` prints the same without a network, `genestack why COMPONENT` asks a cluster,',
    '`enter` on a row of a screen too. `<name>` and the like are filled in with what the cluster says.',
    '[situations.md](situations.md) says in which failing situations the answers were seen to be right.',
    '',
    '| code | what it is |',
    '|---|---|',
    ...pages.map(({code, title}) => `| [${code}](#${code.toLowerCase()}) | ${title} |`),
    ...pages.flatMap(section),
    '',
  ].join('\n');

const section = ({situations, ...page}: CausePage): string[] => [
  '',
  `## ${page.code}`,
  '',
  `**${page.title}.** ${escaped(page.sentence)}`,
  '',
  escaped(`${page.about} ${natureText(page.nature)}`),
  '',
  `- Do: ${escaped(page.remedy)}`,
  ...(page.command === null ? [] : [`- Command: \`${page.command}\``]),
  `- Root: ${escaped(page.root)}`,
  ...situations.map(({name, about, origin}) => `- Situation \`${name}\`: ${about}${originText(origin)}`),
];

const originText = (origin: string): string =>
  origin === 'own' ? '' : origin.startsWith('https:') ? ` ([seen](${origin}))` : ` (${origin})`;

const escaped = (text: string): string => text.replaceAll('<', '&lt;').replaceAll('*', '\\*');
