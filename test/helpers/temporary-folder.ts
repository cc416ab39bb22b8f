import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, expect, onTestFinished} from 'vitest';

/** A fresh folder that is gone with the test that makes it, or with the file where that is made for all of its tests. */
export const temporaryFolder = (name: string): string => {
  const folder = mkdtempSync(join(tmpdir(), `genestack-${name}-`));
  const atEnd = expect.getState().currentTestName === undefined ? afterAll : onTestFinished;
  atEnd(() => rmSync(folder, {recursive: true, force: true}));
  return folder;
};
