/** A module of the built program: it is what is tested, so nothing of it is known to the types here. */
// biome-ignore lint/suspicious/noExplicitAny: see above.
export const built = (module: string): Promise<any> =>
  import(new URL(`../../../dist/${module}`, import.meta.url).href);
