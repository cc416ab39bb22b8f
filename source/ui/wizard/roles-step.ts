import {roleKeys} from '../../catalogue/node-roles.js';
import {type NodeRole, nodeRoles} from '../../catalogue/schema.js';
import {checkProfile} from '../../profile/checks.js';
import {namedNodes} from '../../profile/node-names.js';
import type {Profile} from '../../profile/schema.js';
import type {NodeFacts} from '../ports.js';
import {answer, withValue} from './answers.js';
import {countsStep} from './form-steps.js';
import {focusedRow, movedRow} from './rows.js';
import type {Step} from './step.js';
import {factsOf, focusOn, type WizardState} from './wizard-state.js';

type Roles = Readonly<Record<string, readonly NodeRole[]>>;

/** Nodes of the cluster that is chosen; null where nodes are only counted. */
export const tableNodes = (state: WizardState): readonly NodeFacts[] | null => {
  const nodes = factsOf(state)?.nodes ?? [];
  return nodes.length === 0 ? null : nodes;
};

/** By the labels that are there already; else the control plane controls, the others compute, and the last of them store and route. */
export const suggestedRoles = (nodes: readonly NodeFacts[], {network, storage}: Profile['nodes']): Roles => {
  const labelled = nodes.filter(({roles}) => roles.length > 0);
  if (labelled.length > 0) {
    return Object.fromEntries(
      nodes.map(({name, roles}) => [name, nodeRoles.filter(role => roles.includes(role))]),
    );
  }
  const first = nodes.some(({isControlPlane}) => isControlPlane)
    ? nodes.filter(({isControlPlane}) => isControlPlane)
    : nodes.slice(0, 3);
  const others = nodes.filter(node => !first.includes(node));
  const workers = others.length === 0 ? first : others;
  const isLast = (node: NodeFacts, count: number): boolean =>
    count > 0 && workers.slice(-count).includes(node);
  return Object.fromEntries(
    nodes.map(node => [
      node.name,
      nodeRoles.filter(
        role =>
          ({
            'control-plane': first.includes(node),
            compute: workers.includes(node),
            network: isLast(node, network.count),
            storage: isLast(node, storage.count),
          })[role],
      ),
    ]),
  );
};

export const rolesOf = (state: WizardState): Roles =>
  Object.fromEntries((namedNodes(state.profile.nodes) ?? []).map(({name, roles}) => [name, roles]));

const sectionOf = (nodes: readonly NodeFacts[], roles: Roles, role: NodeRole) => {
  const names = nodes.map(({name}) => name).filter(name => roles[name]?.includes(role));
  return {count: names.length, names};
};

const suggested = (state: WizardState, nodes: readonly NodeFacts[]): WizardState => {
  const roles = suggestedRoles(nodes, state.profile.nodes);
  return {
    ...state,
    profile: nodeRoles.reduce(
      (profile, role) => withValue(profile, `nodes.${roleKeys[role]}`, sectionOf(nodes, roles, role)),
      withValue(state.profile, 'nodes.hyperconverged', false),
    ),
  };
};

/** Names of a cluster's nodes mean nothing elsewhere. */
const withoutNames = (state: WizardState): WizardState =>
  namedNodes(state.profile.nodes) === undefined
    ? state
    : {
        ...state,
        touched: state.touched.filter(path => !path.endsWith('.names')),
        profile: nodeRoles.reduce(
          (profile, role) => withValue(profile, `nodes.${roleKeys[role]}.names`, undefined),
          state.profile,
        ),
      };

/** What cannot be taken away: an OpenStack has a controller and a compute. */
const atLeastOne: readonly NodeRole[] = ['control-plane', 'compute'];

const toggled = (state: WizardState, nodes: readonly NodeFacts[], name: string): WizardState => {
  const role = nodeRoles[state.column];
  if (role === undefined) {
    return state;
  }
  const roles = rolesOf(state);
  const own = roles[name] ?? [];
  const next = own.includes(role) ? own.filter(one => one !== role) : [...own, role];
  const section = sectionOf(nodes, {...roles, [name]: next}, role);
  return section.count === 0 && atLeastOne.includes(role)
    ? state
    : answer(
        answer(state, `nodes.${roleKeys[role]}.names`, section.names),
        `nodes.${roleKeys[role]}.count`,
        section.count,
      );
};

/** On a cluster its nodes with their roles; elsewhere how many there shall be. */
export const rolesStep: Step = {
  ...countsStep,
  keys: state => (tableNodes(state) === null ? countsStep.keys(state) : 'roles'),
  problems: state =>
    tableNodes(state) === null
      ? countsStep.problems(state)
      : checkProfile(state.profile)
          .filter(({path}) => path[0] === 'nodes')
          .map(({path, message}) => ({field: '', message: `${path.join('.')} ${message}`})),
  reduce(state, action, body) {
    const nodes = tableNodes(state);
    if (nodes === null) {
      return countsStep.reduce(state, action, body);
    }
    const names = nodes.map(({name}) => name);
    const row = focusedRow(state, names);
    switch (action.type === 'intent' ? action.intent : undefined) {
      case 'toggle':
        return toggled(state, nodes, row);
      case 'left':
        return {...state, column: Math.max(0, state.column - 1)};
      case 'right':
        return {...state, column: Math.min(nodeRoles.length - 1, state.column + 1)};
      default: {
        const to = movedRow(names, row, action);
        return to === undefined ? null : focusOn(state, to);
      }
    }
  },
  enter(state) {
    const nodes = tableNodes(state);
    if (nodes === null) {
      const counted = withoutNames(state);
      return countsStep.enter?.(counted) ?? counted;
    }
    const names = nodes.map(({name}) => name);
    const known = namedNodes(state.profile.nodes) ?? [];
    return known.length > 0 && known.every(({name}) => names.includes(name))
      ? state
      : suggested(state, nodes);
  },
};
