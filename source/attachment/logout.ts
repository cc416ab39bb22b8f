/** What the host says of itself, as far as it was asked; see logind.conf(5), loginctl(1) and systemd-run(1). */
export interface LogoutFacts {
  /** `loginctl show-session` without a session: properties of the manager, `KillUserProcesses=yes` and more; null where there is no logind. */
  readonly manager: string | null;
  /** logind.conf with its drop-ins, as `systemd-analyze cat-config` prints it; empty where nobody needs to know. */
  readonly config: string;
  /** Of this process. */
  readonly uid: number;
  /** `/proc/self/cgroup`: it says in which session this is, and below whose manager. */
  readonly cgroup: string;
  /** Whose the session is: after `su` and `sudo` it is still that of whoever logged in. */
  readonly sessionUser: string;
  /** `loginctl show-user`'s `Linger=yes`: the user's own manager outlives the last session. */
  readonly lingers: boolean;
  /** Whether `true` did run in a scope: of the system where this is root, else of the user's own manager. */
  readonly hasScopes: boolean;
}

export interface WayOfStarting {
  /** Words before the engine's own. */
  readonly command: readonly string[];
  /** What a person has to know before the start; null where a logout does no harm. */
  readonly warning: string | null;
}

const propertiesOf = (text: string): ReadonlyMap<string, string> =>
  new Map(
    text
      .split('\n')
      .filter(line => line.includes('='))
      .map(line => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1).trim()]),
  );

const words = (text: string | undefined): string[] => (text ?? '').split(' ').filter(word => word !== '');

/** The id of the session that this is in; undefined where it is in none. */
export const sessionOf = (cgroup: string): string | undefined => /\/session-([^/]+)\.scope/.exec(cgroup)?.[1];

/** Words that run others in a scope of their own, which ends with no session. systemd-run(1), example of screen. */
export const scopeOf = (uid: number): readonly string[] => [
  ...['systemd-run', ...(uid === 0 ? [] : ['--user']), '--scope', '--quiet', '--collect', '--'],
];

/**
 * Whether logind ends what a user left behind in a session that is over: logind.conf(5), KillUserProcesses=, which the two lists below
 * it override. An empty list is not shown, and root is spared only where nobody wrote one.
 */
const isKilled = ({manager, config, sessionUser: user}: LogoutFacts): boolean => {
  const properties = propertiesOf(manager ?? '');
  const spared = words(properties.get('KillExcludeUsers'));
  const only = words(properties.get('KillOnlyUsers'));
  const isByDefault = spared.length === 0 && !/^\s*KillExcludeUsers\s*=/m.test(config);
  if (spared.includes(user) || (user === 'root' && isByDefault)) {
    return false;
  }
  return only.length > 0 ? only.includes(user) : properties.get('KillUserProcesses') === 'yes';
};

const asItIs: WayOfStarting = {command: [], warning: null};

// Each fits into a line of 80 columns, for there is no second one on the screens.
const endsWithLast = 'Your last logout here ends it: "loginctl enable-linger" lets it go on.';
const endsAtLogout = 'Stay logged in: this host ends at logout what you run. The next start goes on.';

/** How the engine is started so that it outlives a logout, and what is said where it cannot. */
export const wayOfStarting = (facts: LogoutFacts): WayOfStarting => {
  const {manager, cgroup, uid, hasScopes, lingers} = facts;
  // What a user's own manager runs is stopped with it, whatever logind.conf says.
  const managed = /\/user@(\d+)\.service/.exec(cgroup)?.[1];
  const isKilledInSession = managed === undefined && sessionOf(cgroup) !== undefined && isKilled(facts);
  if (manager === null || (managed === undefined && !isKilledInSession)) {
    return asItIs;
  }
  if (uid === 0 && hasScopes) {
    return {...asItIs, command: scopeOf(uid)};
  }
  const warning = lingers ? null : endsWithLast;
  if (managed === String(uid)) {
    return {...asItIs, warning};
  }
  return hasScopes ? {command: scopeOf(uid), warning} : {...asItIs, warning: endsAtLogout};
};
