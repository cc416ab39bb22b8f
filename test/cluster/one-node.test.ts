import {afterAll, expect, test} from 'vitest';
import {receiptSchema} from '../../source/engine/receipt.js';
import {genestack, records, stateFolder} from '../helpers/program.js';

const {state, remove} = stateFolder();
afterAll(remove);

test('the whole Flex becomes ready on one node that wears every hat, and it is said what there is less of', async () => {
  const ended = await genestack(
    ['rehearse', '--profile', 'flex', '--nodes', '1', '--pace', '0.01', '--output', 'json'],
    {XDG_STATE_HOME: state},
  );
  expect(ended).toMatchObject({
    exitCode: 0,
    stderr: expect.stringContaining(
      'fewer nodes than the profile counts: database.replicas is 1 instead of 3, messaging.replicas is 1 instead of 3.',
    ),
  });
  const [, ...lines] = records(ended);
  const receipt = receiptSchema.parse(lines.pop());
  expect(receipt.simulatedNodes).toBe(1);
  expect(receipt.components.length).toBeGreaterThan(40);
  expect(receipt.components.filter(({state: at}) => at !== 'ready' && at !== 'verified')).toEqual([]);
  const notes = lines.filter(({type, step}) => type === 'note' && /^(node-roles|kube-proxy)\//.test(step));
  // The nodes are as many as are counted; of kube-proxy it is said what is to come.
  expect(notes.map(({text}) => text)).toEqual([expect.stringContaining('Kubernetes has deprecated it')]);
}, 300_000);
