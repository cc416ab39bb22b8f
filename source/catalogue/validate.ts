import type {LocatedComponent} from './read.js';
import type {Component} from './schema.js';

/** Needs that hold an apply or a readiness back; `uses` never does, so it can close no cycle. */
const blocks = (kind: string): boolean => kind !== 'uses';

/**
 * What is wrong with the components as a whole, one `file:line: sentence` each: names that no folder has, capabilities
 * that nothing provides, groups that do not exist, custom resources sent without a need on what makes their kind, cycles.
 */
export const validateCatalogue = (located: readonly LocatedComponent[]): string[] => {
  const byName = new Map(located.map(entry => [entry.component.name, entry]));
  const provided = new Set(located.flatMap(entry => entry.component.provides));
  return [
    ...located.flatMap(entry => unknownNames(entry, byName, provided)),
    ...located.flatMap(entry => missingEdges(entry, byName)),
    ...rowProblems(located),
    ...cycles(located, byName),
  ];
};

const unknownNames = (
  {component, file, lineOf}: LocatedComponent,
  byName: ReadonlyMap<string, LocatedComponent>,
  provided: ReadonlySet<string>,
): string[] => {
  const problems: string[] = [];
  const at = (path: readonly (string | number)[], text: string) =>
    problems.push(`${file}:${lineOf(path)}: ${text}`);

  component.needs.forEach((need, index) => {
    const target = need.component === undefined ? undefined : byName.get(need.component);
    if (need.component !== undefined && !target) {
      at(['needs', index], `needs ${need.component}, and there is no such component`);
    }
    if (need.capability !== undefined && !provided.has(need.capability)) {
      at(['needs', index], `needs the capability ${need.capability}, and no component provides it`);
    }
    if (need.group !== undefined && target && !target.component.groups?.[need.group]) {
      at(['needs', index], `needs the readiness group ${need.group}, which ${need.component} does not have`);
    }
    if (need.for !== undefined && !component.groups?.[need.for]) {
      at(['needs', index], `is for the readiness group ${need.for}, which this component does not have`);
    }
  });
  if (component.delivery.kind === 'deliveredBy' && !byName.has(component.delivery.component)) {
    at(
      ['delivery', 'component'],
      `is delivered by ${component.delivery.component}, and there is no such component`,
    );
  }
  component.alternatives.forEach((name, index) => {
    if (!byName.has(name)) {
      at(['alternatives', index], `has the alternative ${name}, and there is no such component`);
    }
  });
  const workloads = new Set(component.workloads.map(workload => workload.name));
  component.services.forEach((service, index) => {
    if (!workloads.has(service.workload)) {
      at(
        ['services', index],
        `service ${service.name} is for the workload ${service.workload}, which is not declared`,
      );
    }
  });
  return problems;
};

/** A custom resource is refused until its kind is established, so whoever sends one needs the component that brings the kind. */
const missingEdges = (
  {component, sends}: LocatedComponent,
  byName: ReadonlyMap<string, LocatedComponent>,
): string[] => {
  const reached = reach(component, byName);
  return sends.flatMap(sent => {
    const makers = [...byName.values()]
      .map(entry => entry.component)
      .filter(other =>
        other.crds.some(crd => sent.kind === crd.kind && sent.apiVersion.startsWith(`${crd.group}/`)),
      );
    return makers.length === 0 ||
      makers.some(maker => maker.name === component.name || reached.has(maker.name))
      ? []
      : [
          `${sent.file}:${sent.line()}: sends a ${sent.kind}, a kind that ${makers.map(maker => maker.name).join(' or ')} brings, and ${component.name} needs none of them`,
        ];
  });
};

const reach = (component: Component, byName: ReadonlyMap<string, LocatedComponent>): ReadonlySet<string> => {
  const seen = new Set<string>();
  const visit = (from: Component) => {
    for (const target of blockingTargets(from, byName)) {
      if (!seen.has(target.name)) {
        seen.add(target.name);
        visit(target);
      }
    }
  };
  visit(component);
  return seen;
};

const blockingTargets = (component: Component, byName: ReadonlyMap<string, LocatedComponent>): Component[] =>
  component.needs
    .filter(need => blocks(need.kind))
    .flatMap(need =>
      [...byName.values()]
        .map(entry => entry.component)
        .filter(other => other.name === need.component || other.provides.includes(need.capability ?? '')),
    );

const rowProblems = (located: readonly LocatedComponent[]): string[] => {
  const rows = new Map<string, string>();
  return located.flatMap(({component, file, lineOf}) => {
    const cells = Object.values(component.editions);
    if (component.row === null) {
      return cells.every(cell => cell === 'support')
        ? []
        : [`${file}:${lineOf(['editions'])}: is no row of the matrix, so both editions say support`];
    }
    const other = rows.get(component.row);
    rows.set(component.row, component.name);
    return other === undefined
      ? []
      : [`${file}:${lineOf(['row'])}: the row ${component.row} is ${other}'s already`];
  });
};

/**
 * Readiness groups are nodes of their own here as they are in the plan: `nova` (its apply), `nova api`, `nova compute`;
 * a whole component is ready when all of its groups are.
 */
const cycles = (
  located: readonly LocatedComponent[],
  byName: ReadonlyMap<string, LocatedComponent>,
): string[] => {
  const edges = new Map<string, {to: string; file: string; line: () => number}[]>();
  for (const {component, file, lineOf} of located) {
    const groups = groupsOf(component);
    for (const group of groups) {
      edges.set(group, [{to: component.name, file, line: () => 1}]);
    }
    edges.set(component.name, edges.get(component.name) ?? []);
    component.needs.forEach((need, index) => {
      if (!blocks(need.kind)) {
        return;
      }
      const from =
        need.for === undefined
          ? need.kind === 'overlaps'
            ? groups
            : [component.name]
          : [`${component.name} ${need.for}`];
      for (const target of blockingTargets({...component, needs: [need]}, byName)) {
        const to = need.group === undefined ? groupsOf(target) : [`${target.name} ${need.group}`];
        for (const source of from) {
          edges
            .get(source)
            ?.push(...to.map(node => ({to: node, file, line: () => lineOf(['needs', index])})));
        }
      }
    });
  }
  return findCycle(edges);
};

const groupsOf = (component: Component): string[] =>
  Object.keys(component.groups ?? {ready: []}).map(group => `${component.name} ${group}`);

const findCycle = (
  edges: ReadonlyMap<string, readonly {to: string; file: string; line: () => number}[]>,
): string[] => {
  const done = new Set<string>();
  const trail: string[] = [];
  const visit = (node: string): string | undefined => {
    trail.push(node);
    for (const edge of edges.get(node) ?? []) {
      const start = trail.indexOf(edge.to);
      if (start !== -1) {
        return `${edge.file}:${edge.line()}: closes a cycle: ${[...trail.slice(start), edge.to].join(' → ')}`;
      }
      const found = done.has(edge.to) ? undefined : visit(edge.to);
      if (found !== undefined) {
        return found;
      }
    }
    trail.pop();
    done.add(node);
    return undefined;
  };
  for (const node of edges.keys()) {
    const found = done.has(node) ? undefined : visit(node);
    if (found !== undefined) {
      return [found];
    }
  }
  return [];
};
