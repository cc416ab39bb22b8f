import {describe, expect, test} from 'vitest';
import {type ComponentChange, noChange} from '../../../source/plan/changes.js';
import {defaultProfile} from '../../../source/profile/defaults.js';
import type {Intent} from '../../../source/ui/keys.js';
import type {ClusterFacts} from '../../../source/ui/ports.js';
import {WizardScreen} from '../../../source/ui/screens/wizard.js';
import {openWizard} from '../../../source/ui/wizard/open-wizard.js';
import {type WizardAction, wizardReducer} from '../../../source/ui/wizard/wizard-reducer.js';
import {stepOf, type WizardState} from '../../../source/ui/wizard/wizard-state.js';
import {catalogueOf} from '../../helpers/catalogue.js';
import {screenAt} from '../../helpers/screen.js';
import {opening} from '../fixtures/opening.js';

const profile = {...defaultProfile('enterprise'), region: 'RegionTwo', components: {skyline: true}};
const facts: ClusterFacts = {
  version: 'v1.37.2',
  nodes: [],
  storageClasses: [],
  serviceCIDR: null,
  installed: {
    profile,
    time: '2026-11-20T18:02:00.000Z',
    outcome: 'succeeded',
    components: [
      {name: 'keystone', state: 'ready'},
      {name: 'kubernetes', state: 'verified'},
      {name: 'heat', state: 'failed'},
    ],
  },
};
const changes: readonly ComponentChange[] = [
  {
    ...noChange('neutron'),
    action: 'drifted',
    drift: [
      {
        object: 'Deployment openstack/neutron-server',
        fields: ['spec.replicas'],
        from: 2,
        to: 3,
        manager: 'kubectl-edit',
        time: '2026-11-21T09:00:00Z',
      },
    ],
  },
  {...noChange('glance'), action: 'change', reasons: ['chart 2026.1.8 becomes 2026.1.9']},
  noChange('keystone'),
];

const pressed = (state: WizardState, ...actions: readonly (WizardAction | Intent)[]): WizardState =>
  actions.reduce<WizardState>(
    (now, action) =>
      wizardReducer(now, typeof action === 'string' ? {type: 'intent', intent: action} : action, {
        columns: 80,
        rows: 20,
      }),
    state,
  );
const opened = openWizard({...opening, remembered: {destination: 'site-a'}});
const looked: WizardAction = {type: 'looked', context: 'site-a', look: {state: 'known', facts}};
const home = pressed(opened, looked, 'next');
const known = pressed(home, {type: 'compared', comparison: {state: 'known', profile, changes}});
const shown = (state: WizardState, ascii = false): string =>
  `\n${screenAt(80, 24, <WizardScreen state={state} />, {ascii}).lastFrame()}`;

const chosen = {aodh: true, ceilometer: true, designate: true, skyline: true};
const bareOfChoice: ClusterFacts = {
  ...facts,
  installed: {
    ...(facts.installed as NonNullable<ClusterFacts['installed']>),
    profile: defaultProfile('flex'),
  },
};
/** Home on a Flex with services by choice, one of which the profile has off by now. */
const flexHome = (components: Readonly<Record<string, boolean>>): WizardState =>
  pressed(
    opened,
    {
      ...looked,
      look: {
        state: 'known',
        facts: {
          ...facts,
          installed: {
            ...(facts.installed as NonNullable<ClusterFacts['installed']>),
            profile: {...defaultProfile('flex'), components},
            components: [
              {name: 'masakari', state: 'failed'},
              {name: 'metal3', state: 'blocked'},
            ],
          },
        },
      },
    },
    'next',
  );

describe('a cluster that Genestack is on', () => {
  test('leads home, with the answers that it was made with, and is compared', () => {
    expect([stepOf(home), home.profile, home.touched.includes('region')]).toEqual(['home', profile, true]);
    expect(home.wishes).toContainEqual({kind: 'compare', context: 'site-a', profile});
  });

  test('another answer is compared before it is taken, and what is older is no news', () => {
    const services = pressed(known, 'next');
    expect(stepOf(services)).toBe('services');
    const changed = {...services, profile: {...profile, region: 'RegionThree'}};
    const review = pressed(changed, 'next');
    expect(stepOf(review)).toBe('review');
    expect(review.wishes).toContainEqual({kind: 'compare', context: 'site-a', profile: changed.profile});
    const late = pressed(review, {type: 'compared', comparison: {state: 'known', profile, changes}});
    expect(late.comparison).toMatchObject({state: 'looking'});
    expect(shown(review)).toContain('What it would change');
  });

  test('what was answered is there after going back, and not on another cluster', () => {
    const changed = {...pressed(known, 'next'), profile: {...profile, region: 'RegionThree'}};
    const back = pressed(changed, 'back', 'back', 'next');
    expect([stepOf(back), back.profile.region]).toEqual(['home', 'RegionThree']);
    expect(pressed(changed, 'back', 'back', 'down').steps).toEqual(opened.steps);
  });

  test('what differs is read to its end and back, however often a key was pressed there', () => {
    const many = Array.from(
      {length: 40},
      (_, index): ComponentChange => ({
        ...noChange(`component-${index}`),
        action: 'create',
      }),
    );
    const compared = pressed(home, {type: 'compared', comparison: {state: 'known', profile, changes: many}});
    const top = pressed(compared, 'down', 'down', 'down', 'next');
    expect(stepOf(top)).toBe('differs');
    const end = pressed(top, 'end', 'down', 'page-down');
    expect(shown(end)).toContain('component-39');
    expect(pressed(end, 'up').differsTop).toBe(end.differsTop - 1);
    expect(pressed(end, 'home').differsTop).toBe(0);
  });

  test('loses services by a removal, which asks on the same terminal', () => {
    const step = pressed(flexHome(chosen), 'down', 'next');
    expect(stepOf(step)).toBe('remove');
    const wished = (state: WizardState) =>
      state.wishes.flatMap(one => (one.kind === 'remove' ? [[one.context, ...one.targets]] : []));
    expect(wished(pressed(step, 'down', 'down', 'next'))).toEqual([['site-a', 'designate']]);
    const marked = pressed(step, 'toggle', 'end', 'toggle', 'up', 'toggle', 'toggle');
    expect(wished(pressed(marked, 'next'))).toEqual([['site-a', 'aodh', 'skyline']]);
    expect(pressed(marked, 'back', 'next').marked).toEqual([]);
  });

  test('keeps what another service needs, unless that goes too', () => {
    const optional = (name: string, needs: readonly object[] = []) => ({
      row: name,
      editions: {flex: 'optional', enterprise: 'optional'},
      needs,
    });
    const catalogue = catalogueOf({
      ledger: optional('ledger'),
      shop: optional('shop', [{component: 'ledger', kind: 'ready'}]),
    });
    const step = pressed({...flexHome({shop: true}), catalogue}, 'down', 'next');
    expect(shown(step)).toContain('needed by shop');
    expect(pressed(step, 'toggle').marked).toEqual([]);
    expect(pressed(step, 'next').wishes).toEqual(step.wishes);
    const together = pressed(step, 'down', 'toggle', 'up', 'toggle');
    expect(together.marked).toEqual(['shop', 'ledger']);
    expect(pressed(together, 'next').wishes).toContainEqual({
      kind: 'remove',
      context: 'site-a',
      targets: ['ledger', 'shop'],
    });
    expect(pressed(together, 'down', 'toggle', 'next').wishes).toEqual(step.wishes);
  });

  test('without a service by choice has nothing to remove', () => {
    expect(shown(flexHome({}))).toContain('Remove services');
    expect(
      shown(pressed(opened, {...looked, look: {state: 'known', facts: bareOfChoice}}, 'next')),
    ).not.toContain('Remove services');
  });

  test('is rehearsed by the same answers', () => {
    const rehearsed = pressed(known, 'end', 'next');
    expect([stepOf(rehearsed), rehearsed.destination, rehearsed.profile]).toEqual([
      'review',
      {kind: 'rehearsal'},
      profile,
    ]);
  });

  test('a cluster without it is asked about as ever', () => {
    const bare: WizardAction = {...looked, look: {state: 'known', facts: {...facts, installed: null}}};
    expect(stepOf(pressed(opened, bare, 'next'))).toBe('edition');
  });
});

test('home, at 80x24, while it is compared and then', () => {
  expect(shown(home)).toContain('looking …');
  expect(shown(known)).toMatchInlineSnapshot(`
    "
     Genestack Enterprise · site-a                              2 ready · 1 drifted
    ────────────────────────────────────────────────────────────────────────────────
     ❯ Add services            2 optional off
       Remove services         1 optional on; data stays unless it is named
       Change an answer        shows what it would touch first
       See what differs        neutron: Deployment openstack/neutron-server: spec…
       Upgrade                 1 release with a newer pin
       Monitor                 read-only
       Rehearse this cluster   same shape, simulated nodes

     The last run here, 2026-11-20 18:02 UTC, brought everything to ready.
     Not ready then: heat










    ────────────────────────────────────────────────────────────────────────────────
     ↑↓ choose   enter open   esc back   ? keys   q quit"
  `);
  expect(shown(known, true)).toMatchInlineSnapshot(`
    "
     Genestack Enterprise . site-a                              2 ready . 1 drifted
    --------------------------------------------------------------------------------
     > Add services            2 optional off
       Remove services         1 optional on; data stays unless it is named
       Change an answer        shows what it would touch first
       See what differs        neutron: Deployment openstack/neutron-server: spe..
       Upgrade                 1 release with a newer pin
       Monitor                 read-only
       Rehearse this cluster   same shape, simulated nodes

     The last run here, 2026-11-20 18:02 UTC, brought everything to ready.
     Not ready then: heat










    --------------------------------------------------------------------------------
     up/down choose   enter open   esc back   ? keys   q quit"
  `);
});

test('what differs, at 80x24', () => {
  expect(shown(pressed(known, 'down', 'down', 'down', 'next'))).toMatchInlineSnapshot(`
    "
     Genestack Enterprise · site-a                                     what differs
    ────────────────────────────────────────────────────────────────────────────────
     1 to change, 1 drifted, 1 left alone.
       ! neutron: 1 object changed by another hand; left so, or set right by
         install --correct
           Deployment openstack/neutron-server: spec.replicas 2 -> 3, by
             kubectl-edit, 2026-11-21 09:00:00
       ~ glance: chart 2026.1.8 becomes 2026.1.9














    ────────────────────────────────────────────────────────────────────────────────
     ↑↓ scroll   esc back   ? keys   q quit"
  `);
});

test('what may be removed, at 80x24', () => {
  const step = pressed(flexHome(chosen), 'down', 'next');
  expect(shown(step)).toMatchInlineSnapshot(`
    "
     Genestack Flex · site-a                                        remove services
    ────────────────────────────────────────────────────────────────────────────────
     Which?                                                the one under the cursor
     ❯ □ Aodh (Helm)
       □ Ceilometer (Helm)  takes along gnocchi, postgres-cluster, postgres-opera…
       □ Designate (Helm)   takes along powerdns
       □ Masakari (Helm)
       □ Skyline (Helm)

     What goes and what stays is told before anything does. Data stays unless its
     kind is named there.











    ────────────────────────────────────────────────────────────────────────────────
     ↑↓ move   space mark   enter next   esc back   ? keys   q quit"
  `);
  expect(shown(pressed(step, 'toggle', 'down'), true)).toMatchInlineSnapshot(`
    "
     Genestack Flex . site-a                                        remove services
    --------------------------------------------------------------------------------
     Which?                                                                1 marked
       # Aodh (Helm)
     > _ Ceilometer (Helm)  takes along gnocchi, postgres-cluster, postgres-oper..
       _ Designate (Helm)   takes along powerdns
       _ Masakari (Helm)
       _ Skyline (Helm)

     What goes and what stays is told before anything does. Data stays unless its
     kind is named there.











    --------------------------------------------------------------------------------
     up/down move   space mark   enter next   esc back   ? keys   q quit"
  `);
});
