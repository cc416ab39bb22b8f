import {expect, test} from 'vitest';
import {readCatalogue} from '../../source/catalogue/read.js';

const {components} = readCatalogue();
const workloads = [...components.values()].flatMap(component => component.workloads);

test('what claims a volume of the class general runs where TopoLVM cuts one', () => {
  const cuts = workloads.find(({name}) => name === 'topolvm-lvmd-0')?.node;
  const claiming = workloads.filter(({claims = {}}) =>
    Object.values(claims).some(claim => claim.class === 'general'),
  );
  expect(claiming.map(({name}) => name)).toContain('ovn-ovsdb-nb');
  expect(claiming.filter(({node}) => node !== cuts).map(({name}) => name)).toEqual([]);
});
