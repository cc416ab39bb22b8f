interface Hooked {
  readonly hooks?: readonly {
    readonly name: string;
    readonly kind: string;
    readonly last_run?: {readonly phase?: string; readonly started_at?: string};
  }[];
}

/** Hooks that were begun and not brought to an end, `Job keystone-db-sync`, by `helm status` as JSON; none where it is none. Pure. */
export const unfinishedHooks = (status: string): string[] => {
  try {
    return ((JSON.parse(status) as Hooked).hooks ?? [])
      .filter(
        ({last_run}) =>
          last_run?.phase === 'Running' || last_run?.phase === 'Failed' || last_run?.phase === 'Unknown',
      )
      .map(({kind, name}) => `${kind} ${name}`);
  } catch {
    return [];
  }
};

/** The documents that come from a folder of a chart: Helm names the file before its first one. Pure. */
export const fromFolder = (folder: string, text: string): string => {
  let isIn = false;
  return text
    .split(/^---$/m)
    .filter(document => {
      const source = /^# Source: (.*)$/m.exec(document)?.[1];
      isIn = source === undefined ? isIn : source.includes(`/${folder}/`);
      return isIn;
    })
    .join('---');
};
