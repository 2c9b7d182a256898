// Builds the console's page, or runs its tests. `dotnet build` runs it; see Console.targets.
//
//   node build.mjs <folder>          checks types and builds the page into <folder>/dist
//   node build.mjs <folder> test     runs the tests
//
// It copies the sources to <folder>/work and installs packages there, so it never writes into the source folder. Several
// builds may run it at the same time: the first does the work, and the others wait and find it done. When a build fails,
// it prints one line, which MSBuild shows: with exit code 3 as what is missing to build the page, otherwise as a build error.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { withLock } from './build/lock.mjs';
import { MissingNpmError, npmCi } from './build/npm.mjs';

/** Exit code if a program that the build needs is missing. */
const missing = 3;

const source = import.meta.dirname;
const folder = path.resolve(process.argv[2]);
const command = process.argv[3] ?? 'build';
const work = path.join(folder, 'work');
const modules = path.join(work, 'node_modules');
const stamp = path.join(folder, 'built');
const excluded = new Set(['node_modules', 'dist', 'README.md', 'Console.targets', 'build.mjs', 'build']);
const files = listFiles(source).sort();
const sourceHash = hashOf(files);

try {
  fs.mkdirSync(folder, { recursive: true });
  withLock(path.join(folder, 'lock'), "building the console's page", () => {
    copySources();
    install();
    if (command === 'test') {
      run('vitest/vitest.mjs', ['run'], 'inherit');
    } else {
      build();
    }
  });
} catch (error) {
  console.error(error.message.trim().replaceAll(/\s*\n\s*/g, ' | '));
  process.exitCode = error instanceof MissingNpmError ? missing : 1;
}

function build() {
  if (!isDone(stamp, sourceHash)) {
    fs.rmSync(stamp, { force: true });
    run('typescript/bin/tsc', ['--noEmit', '--pretty', 'false'], 'pipe');
    run('vite/bin/vite.js', ['build', '--logLevel', 'warn'], 'pipe');
    fs.rmSync(path.join(folder, 'dist'), { recursive: true, force: true });
    fs.renameSync(path.join(work, 'dist'), path.join(folder, 'dist'));
    fs.writeFileSync(stamp, sourceHash);
  }
  // MSBuild needs the stamp to be newer than its inputs, even if only their times have changed, as in a git checkout.
  fs.utimesSync(stamp, new Date(), new Date());
}

function copySources() {
  fs.mkdirSync(work, { recursive: true });
  for (const name of fs.readdirSync(work).filter((each) => each !== 'node_modules')) {
    fs.rmSync(path.join(work, name), { recursive: true });
  }
  for (const file of files) {
    fs.mkdirSync(path.dirname(path.join(work, file)), { recursive: true });
    fs.copyFileSync(path.join(source, file), path.join(work, file));
  }
}

function install() {
  const installed = path.join(modules, '.installed');
  const packages = hashOf(['package.json', 'package-lock.json']);
  if (!isDone(installed, packages)) {
    npmCi(work, "the packages that build the console's page");
    fs.writeFileSync(installed, packages);
  }
}

function run(script, options, output) {
  const { status, stdout, stderr, error } = spawnSync(process.execPath, [path.join(modules, script), ...options], {
    cwd: work, encoding: 'utf8', stdio: ['ignore', output, output], env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined },
  });
  if (error || status !== 0) {
    throw new Error(`${path.basename(script)} failed: ${error?.message ?? `${stdout ?? ''}${stderr ?? ''}`}`);
  }
}

function listFiles(root, subfolder = '') {
  return fs.readdirSync(path.join(root, subfolder), { withFileTypes: true })
    .filter((entry) => subfolder !== '' || !excluded.has(entry.name))
    .flatMap((entry) => (entry.isDirectory() ? listFiles(root, path.join(subfolder, entry.name)) : [path.join(subfolder, entry.name)]));
}

function hashOf(names) {
  const hash = createHash('sha256');
  names.forEach((name) => hash.update(`${name}\n`).update(fs.readFileSync(path.join(source, name))));
  return hash.digest('hex');
}

function isDone(file, content) {
  return fs.existsSync(file) && fs.readFileSync(file, 'utf8') === content;
}
