#!/usr/bin/env node
// Loads nothing before the version is known: the libraries behind cli.js do not even parse on an old Node.
const oldest = 22;
if (Number.parseInt(process.versions.node, 10) < oldest) {
  process.stderr.write(
    `genestack needs Node.js ${oldest} or newer and this is ${process.versions.node}; install a newer one, or start it with "npm start", which brings its own.\n`,
  );
  process.exitCode = 3;
} else {
  const {main} = await import('./cli.js');
  process.exitCode = await main(process.argv.slice(2));
}
