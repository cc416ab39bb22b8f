import {describe, expect, test} from 'vitest';
import {chartsIn} from '../../source/tools/charts-folder.js';
import {hasTools} from '../helpers/tools.js';
import {profilesOf, rows} from './choices.js';
import {arrivalsIn} from './rendered.js';

/** Real charts are never part of the project; this names a folder that holds all of them as .tgz, at the pinned versions. */
const folder = process.env.GENESTACK_CHARTS;

describe.skipIf(folder === undefined || !hasTools)(
  'what is chosen arrives in what the real charts render, hooks included',
  () => {
    test.each(rows.map(row => ({edition: 'flex' as const, ...row})))(
      '$path in $edition',
      {timeout: 300_000},
      async row => {
        const arrivals = await arrivalsIn(await chartsIn(folder ?? ''), ...profilesOf(row));
        expect(arrivals.flatMap(({component, unread}) => unread.map(path => `${component} ${path}`))).toEqual(
          [],
        );
        expect(
          Object.fromEntries(arrivals.map(({component, objects}) => [component, objects])),
        ).toMatchSnapshot();
      },
    );
  },
);
