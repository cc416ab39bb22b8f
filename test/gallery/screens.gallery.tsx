import {mkdirSync, rmSync, writeFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import {beforeAll, test} from 'vitest';
import {screenAt} from '../helpers/screen.js';
import {cellsOf} from './cells.js';
import {layerScreens} from './layer-screens.js';
import {runScreens} from './run-screens.js';
import {svgOf} from './svg.js';
import {wizardScreens} from './wizard-screens.js';

const images = fileURLToPath(new URL('../../assets/images/', import.meta.url));
/** The picture of the README. */
const front = 'tree';

beforeAll(() => {
  rmSync(`${images}screens`, {recursive: true, force: true});
  mkdirSync(`${images}screens`, {recursive: true});
});

test.each([...runScreens(), ...layerScreens(), ...wizardScreens()])('$name', async galleryScreen => {
  const {name, title, element, columns = 80, rows = 24, isAscii = false} = galleryScreen;
  const screen = screenAt(columns, rows, element, {ascii: isAscii});
  const svg = svgOf(await cellsOf(screen.styledFrame(), columns, rows), columns, title);
  writeFileSync(`${images}screens/${name}.txt`, `${screen.lastFrame()}\n`);
  writeFileSync(`${images}screens/${name}.svg`, svg);
  if (name === front) {
    writeFileSync(`${images}${name}.svg`, svg);
  }
});
