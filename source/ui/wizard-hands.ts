import type {AppAction, AppState} from './app-state.js';
import {asTold} from './as-told.js';
import type {Job, World} from './ports.js';
import type {Store} from './store.js';
import {draftOf} from './wizard/draft.js';
import type {Elsewhere, Wish} from './wizard/wizard-state.js';

export interface WizardEnds {
  begin(job: Job): void;
  written(profileFile: string): void;
  /** The person wants what another program of this house does. */
  leaveFor(elsewhere: Elsewhere): void;
}

/** Does for the questions what reducers do not: looks at clusters, builds servers, writes the profile and the draft. */
export const attendWizard = (
  store: Store<AppState, AppAction>,
  world: World,
  ends: WizardEnds,
): {
  stop(): void;
  /** Whether there was anything to keep. */
  keepDraft(): boolean;
} => {
  const controller = new AbortController();
  const tell = (action: Extract<AppAction, {type: 'wizard'}>['action']): void =>
    store.dispatch({type: 'wizard', action});

  const grant = (one: Wish): void => {
    switch (one.kind) {
      case 'look':
        void world.look(one.context, controller.signal).then(
          facts => tell({type: 'looked', context: one.context, look: {state: 'known', facts}}),
          error => tell({type: 'looked', context: one.context, look: {state: 'failed', ...asTold(error)}}),
        );
        return;
      case 'compare': {
        const {context, profile} = one;
        void world.compare(context, profile, controller.signal).then(
          changes => tell({type: 'compared', comparison: {state: 'known', profile, changes}}),
          error => tell({type: 'compared', comparison: {state: 'failed', profile, ...asTold(error)}}),
        );
        return;
      }
      case 'monitor':
      case 'remove':
        ends.leaveFor(one);
        return;
      case 'begin-servers':
        world.servers.begin();
        return;
      case 'save':
        save(one);
        return;
      case 'start':
        remember(one);
        if (one.destination.kind === 'file') {
          ends.written(one.profileFile);
        } else {
          ends.begin({destination: one.destination, profile: one.profile, profileFile: one.profileFile});
        }
        return;
      case 'remove-draft':
        world.drafts.remove();
        return;
      default:
        one satisfies never;
    }
  };

  const save = ({file, profile, isSure}: Extract<Wish, {kind: 'save'}>): void => {
    try {
      if (!isSure && world.profiles.exists(file)) {
        tell({type: 'profile-exists'});
        return;
      }
      world.profiles.write(file, profile);
      tell({type: 'profile-written'});
    } catch (error) {
      tell({type: 'profile-failed', ...asTold(error)});
    }
  };

  const remember = ({destination, profile}: Extract<Wish, {kind: 'start'}>): void =>
    world.remembered.write({
      destination: destination.kind === 'cluster' ? destination.context : destination.kind,
      edition: profile.edition,
    });

  const look = (): void => {
    const wishes = store.state.wizard?.wishes ?? [];
    if (wishes.length > 0) {
      // First, because a wish that is granted at once says so and would find itself again.
      tell({type: 'wishes-granted'});
      for (const one of wishes) {
        grant(one);
      }
    }
  };
  const stopServers = world.servers.subscribe(() =>
    tell({type: 'servers', progress: world.servers.progress()}),
  );
  const stopLooking = store.subscribe(look);
  look();

  return {
    stop() {
      controller.abort();
      stopServers();
      stopLooking();
    },
    keepDraft() {
      const {wizard} = store.state;
      if (wizard === null || wizard.touched.length === 0) {
        return false;
      }
      world.drafts.write(draftOf(wizard, new Date(world.now()).toISOString()));
      return true;
    },
  };
};
