import {existsSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {parse} from 'yaml';
import {z} from 'zod';
import type {Catalogue} from '../../catalogue/schema.js';
import {GenestackError, messageOf} from '../../errors.js';
import {type SimulationRule, simulationRuleSchema} from './rule-schema.js';

/** A rule and the component beside which it stands. */
export interface OwnedRule {
  readonly component: string;
  readonly rule: SimulationRule;
}

/**
 * The rules of every component's simulation.yaml, in the order of the components.
 * @throws GenestackError GS-SIM-01 that names the file that is not a list of rules.
 */
export const readRules = ({components}: Catalogue): readonly OwnedRule[] =>
  [...components.values()].flatMap(({name, folder}) => {
    const file = path.join(folder, 'simulation.yaml');
    return existsSync(file) ? readFile(file).map(rule => ({component: name, rule})) : [];
  });

const readFile = (file: string): SimulationRule[] => {
  try {
    const parsed = z.array(simulationRuleSchema).safeParse(parse(readFileSync(file, 'utf8')) ?? []);
    if (parsed.success) {
      return parsed.data;
    }
    throw new Error(z.prettifyError(parsed.error));
  } catch (error) {
    throw new GenestackError(
      'GS-SIM-01',
      `${file} was read as a list of simulation rules: ${messageOf(error)}`,
      'Mend the file; simulationRuleSchema says what a rule consists of.',
      3,
      {cause: error},
    );
  }
};
