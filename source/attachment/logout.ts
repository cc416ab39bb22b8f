/** What the host says of itself, as far as it was asked; see logind.conf(5) and loginctl(1). */
export interface LogoutFacts {
  /** `loginctl show-session` without a session: properties of the manager, `KillUserProcesses=yes` and more; null where there is no logind. */
  readonly manager: string | null;
  readonly user: string;
  /** `/proc/self/cgroup`: what runs in no `session-….scope` is not ended with one. */
  readonly cgroup: string;
  /** `loginctl show-user`'s `Linger=yes`: the user's own manager outlives the last session. */
  readonly lingers: boolean;
  /** Whether `systemd-run --user --scope true` did work. */
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

/** Whether logind ends what a user left behind when the session is over; logind.conf(5), KillUserProcesses= and the two lists below it. */
export const isEndedByLogout = ({manager, user, cgroup}: LogoutFacts): boolean => {
  const properties = propertiesOf(manager ?? '');
  const only = words(properties.get('KillOnlyUsers'));
  return (
    properties.get('KillUserProcesses') === 'yes' &&
    /\/session-[^/]+\.scope/.test(cgroup) &&
    !words(properties.get('KillExcludeUsers')).includes(user) &&
    (only.length === 0 || only.includes(user))
  );
};

const linger = 'loginctl enable-linger';

/** How the engine is started so that it outlives a logout, and what is said where it cannot. systemd-run(1), example of screen. */
export const wayOfStarting = (facts: LogoutFacts): WayOfStarting => {
  if (!isEndedByLogout(facts)) {
    return {command: [], warning: null};
  }
  if (!facts.hasScopes) {
    return {
      command: [],
      warning: `This host ends what a user runs at logout: stay logged in until the install is over, or it is cut short there (the next start goes on).`,
    };
  }
  return {
    command: ['systemd-run', '--user', '--scope', '--quiet', '--collect', '--'],
    warning: facts.lingers
      ? null
      : `The end of this session does no harm, but this host ends what a user runs with the last session: "${linger}" lets the install go on.`,
  };
};
