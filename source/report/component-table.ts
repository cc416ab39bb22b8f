import type {Catalogue, Component} from '../catalogue/schema.js';

/** docs/components.md: what each component is, with what it was exercised, and what a rehearsal cannot show of it. */
export const componentTable = ({components}: Catalogue): string =>
  [
    '# Components',
    '',
    'Made by `npm run docs` from `assets/components`. A rehearsal is a real API server, scheduler, Helm and Kustomize with simulated',
    'nodes. *Exercised* is the version of the real chart that was installed in one and became ready; where it is not the pinned',
    'version it was the nearest that could be had. Manifests of our own are exercised as they are. No rehearsal shows that a',
    'container starts or that a service answers, and what an operator would make is made by the simulation.',
    '',
    '| component | row of the matrix | delivered as | version | exercised | a rehearsal cannot show |',
    '|---|---|---|---|---|---|',
    ...[...components.values()].map(row),
    '',
    '## Kinds by CRDs of our own',
    '',
    'These name the kinds and versions and leave the fields open, so that the operator alone says what it takes. Where a CRD of that',
    'name is there already and Genestack did not apply it, it stays as it is, its schema included, and the run says whose it is; the',
    'same holds for CRDs that a chart brings in its crds/ folder.',
    '',
    '| component | kinds |',
    '|---|---|',
    ...[...components.values()].filter(bringsOwnKinds).map(kindsRow),
    '',
  ].join('\n');

const row = (component: Component): string => {
  const {name, delivery} = component;
  const version = 'version' in delivery ? (delivery.version ?? '') : '';
  return `| ${[name, component.row ?? '', formOf(component), version, exercisedOf(component), unshownOf(component)].join(' | ')} |`;
};

const bringsOwnKinds = ({delivery, crds}: Component): boolean =>
  delivery.kind === 'kustomize' && crds.length > 0;

const kindsRow = ({name, crds}: Component): string => {
  const groups = [...Map.groupBy(crds, ({group}) => group)];
  return `| ${name} | ${groups.map(([group, of]) => `${group}: ${of.map(({kind}) => kind).join(', ')}`).join('; ')} |`;
};

const formOf = ({delivery}: Component): string => {
  switch (delivery.kind) {
    case 'helm':
      return `chart ${delivery.chart}`;
    case 'kustomize':
      return 'manifests';
    case 'checked':
      return 'checked only';
    case 'deliveredBy':
      return `by ${delivery.component}`;
  }
};

const exercisedOf = ({delivery, exercised}: Component): string => {
  switch (delivery.kind) {
    case 'helm':
      return exercised ?? 'stand-in only';
    case 'kustomize':
      return 'as it is';
    default:
      return '';
  }
};

/** By what it consists of, then what is special about it. */
const unshownOf = ({hooks, workloads, unshown}: Component): string => {
  const jobs = hooks.some(({kind}) => kind === 'Job') || workloads.some(({kind}) => kind === 'Job');
  return [...(jobs ? ['what its Jobs do'] : []), ...(unshown === undefined ? [] : [unshown])].join('; ');
};
