#!/usr/bin/env node
// Loads nothing before the version is known: the libraries behind cli.js do not even parse on an old Node.
const oldest = [22, 19] as const;
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < oldest[0] || (major === oldest[0] && minor < oldest[1])) {
  process.stderr.write(
    `genestack needs Node.js ${oldest.join('.')} or newer and this is ${process.versions.node}; install a newer one, or start it with "npm start", which brings its own.\n`,
  );
  process.exitCode = 3;
} else {
  // Whoever read along may be gone (`| head`, a dropped session): what runs goes on to its end.
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', () => {});
  }
  (await import('./lean-start.js')).startLean(process.argv.slice(2));
  const {main} = await import('./cli.js');
  process.exitCode = await main(process.argv.slice(2));
}
