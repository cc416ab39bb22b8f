import {join} from 'node:path';
import {type Environment, stateFolder} from '../base-folders.js';
import {type Disk, realDisk, replaceFile} from '../disk.js';
import type {Receipt} from '../engine/receipt.js';
import {exitCodes, GenestackError, messageOf} from '../errors.js';
import {makeOwnFolder} from '../settings/own-folder.js';
import {receiptMarkdown} from './receipt-markdown.js';

/** Where a receipt went, or why it could not be written: the run's outcome is not changed by it. */
export type ReceiptFile =
  | {readonly markdown: string; readonly json: string}
  | {readonly error: GenestackError};

export interface WriteOptions {
  /** The lines the run ended with, for the Markdown. */
  readonly closing?: readonly string[];
  readonly environment?: Environment;
  readonly disk?: Disk;
}

/** `$XDG_STATE_HOME/genestack/runs/RUN`: what is kept of one run. */
export const runFolder = (run: string, environment: Environment = process.env): string =>
  join(stateFolder(environment), 'runs', run);

/** Where the receipt of a run is. */
export const receiptFiles = (
  run: string,
  environment?: WriteOptions['environment'],
): {readonly json: string; readonly markdown: string} => {
  const folder = runFolder(run, environment);
  return {json: join(folder, 'receipt.json'), markdown: join(folder, 'receipt.md')};
};

/**
 * Writes receipt.json and receipt.md into the run's folder, whole or not at all, readable by this user only.
 * Never throws: a full disk is the error it returns (GS-RUN-06).
 */
export const writeReceipt = (
  receipt: Receipt,
  run: string,
  {closing = [], environment = process.env, disk = realDisk}: WriteOptions = {},
): ReceiptFile => {
  const folder = runFolder(run, environment);
  const {json, markdown} = receiptFiles(run, environment);
  try {
    makeOwnFolder(folder, stateFolder(environment));
    replaceFile(json, `${JSON.stringify(receipt, undefined, 2)}\n`, disk);
    replaceFile(markdown, receiptMarkdown(receipt, closing), disk);
    return {markdown, json};
  } catch (thrown) {
    return {
      error: new GenestackError(
        'GS-RUN-06',
        `The receipt could not be written to ${folder}: ${reasonOf(thrown)}. The run itself is over and ${receipt.outcome}`,
        'Make room or give this user the right to write there, or point XDG_STATE_HOME somewhere else',
        exitCodes.failed,
        {cause: thrown},
      ),
    };
  }
};

const reasons: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full',
  EDQUOT: "this user's share of the disk is used up",
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the file system is read-only',
  ENOTDIR: 'a part of the path is a file, not a folder',
};

const reasonOf = (thrown: unknown): string => {
  const code = (thrown as NodeJS.ErrnoException).code;
  return (code !== undefined && reasons[code]) || messageOf(thrown);
};
