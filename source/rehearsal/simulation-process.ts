import {existsSync, rmSync} from 'node:fs';
import {packagePath} from '../assets.js';
import type {Environment} from '../base-folders.js';
import {GenestackError} from '../errors.js';
import {waitUntil} from './control-plane.js';
import {deadIn, lastLines} from './deaths.js';
import {filesIn} from './folders.js';
import {logFile, startProcess} from './processes.js';
import type {Stored} from './record.js';
import {readySentence} from './simulation/ready-sentence.js';

/** Compiled, whatever this runs from: it is a program of its own. */
export const simulationScript = (): string => packagePath('dist/rehearsal/simulation/main.js');

/**
 * Starts the simulation of a rehearsal whose API answers, unless it runs.
 *
 * @throws {GenestackError} GS-REH-13 when it was never compiled.
 */
export const startSimulation = async (
  dir: string,
  {pace, seed, overrides}: Stored,
  script: string,
  environment: Environment,
): Promise<void> => {
  if (deadIn(dir, ['simulation']).length === 0) return;
  if (!existsSync(script)) {
    throw new GenestackError(
      'GS-REH-13',
      `the simulation is not compiled: there is no ${script}`,
      'Run `npm run build`.',
    );
  }
  rmSync(logFile(dir, 'simulation'), {force: true});
  const {simulationKubeconfig} = filesIn(dir);
  const args = [script, '--kubeconfig', simulationKubeconfig, '--pace', `${pace}`, '--seed', `${seed}`];
  if (overrides !== '') args.push('--overrides', overrides);
  await startProcess(dir, {name: 'simulation', path: process.execPath, args}, environment);
};

/** @throws {GenestackError} GS-REH-07 it died, GS-REH-08 it took too long. */
export const simulationReady = (dir: string): Promise<void> =>
  waitUntil(dir, ['simulation'], 'the simulation is not ready', async () =>
    lastLines(dir, 'simulation', Number.POSITIVE_INFINITY).some(line => line.includes(readySentence)),
  );
