// Installs libvips for one platform with `npm ci` from the lock file next to this script, which pins packages by hash,
// and copies the shared library to the given folder. The build runs it; see Libvips.targets.
//
//   node install.mjs <folder> <os> <cpu> <libc or "-">
//
// Several builds may run it at once: the first installs, the others wait and find the work done. On failure it prints
// one line, which the build shows as its error.
import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { withLock } from '../../../build/lock.mjs';
import { checkNode, fail, npmCi } from '../../../build/npm.mjs';

const source = import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname);
const [folder, os, cpu, libc] = process.argv.slice(2);
const stamp = path.join(folder, 'installed');
const sources = ['package.json', 'package-lock.json'];
const wanted = createHash('sha256').update(sources.map((name) => fs.readFileSync(path.join(source, name))).join()).digest('hex');

try {
  checkNode(20, 0, 'to install libvips');
  fs.mkdirSync(path.dirname(folder), { recursive: true });
  withLock(`${folder}.lock`, 'installing libvips', () => {
    if (!isInstalled()) {
      install();
    }
    // MSBuild needs a stamp that is newer than its inputs, even if only their times changed (a git checkout).
    fs.utimesSync(stamp, new Date(), new Date());
  });
} catch (error) {
  fail(error);
}

function isInstalled() {
  return fs.existsSync(stamp) && fs.readFileSync(stamp, 'utf8') === wanted;
}

function install() {
  fs.rmSync(folder, { recursive: true, force: true });
  const staging = path.join(folder, 'npm');
  fs.mkdirSync(staging, { recursive: true });
  sources.forEach((name) => fs.copyFileSync(path.join(source, name), path.join(staging, name)));

  const platform = [`--os=${os}`, `--cpu=${cpu}`, ...(libc === '-' ? [] : [`--libc=${libc}`])];
  npmCi(staging, 'libvips', platform);

  const name = `@img/sharp-libvips-${os}${libc === 'musl' ? 'musl' : ''}-${cpu}`;
  const library = findLibrary(path.join(staging, 'node_modules', name, 'lib'));
  if (!library) {
    // The packages are optional, one per platform, so npm reports no error if it cannot fetch the matching one.
    throw new Error(`npm did not install ${name}: check that the package registry (npm config get registry) can be reached`);
  }
  // The name has no version, so that an upgrade replaces the file in every output folder.
  fs.renameSync(library, path.join(folder, os === 'darwin' ? 'libvips-cpp.dylib' : 'libvips-cpp.so'));
  fs.rmSync(staging, { recursive: true });
  fs.writeFileSync(stamp, wanted);
}

function findLibrary(lib) {
  const names = fs.existsSync(lib) ? fs.readdirSync(lib).filter((file) => file.startsWith('libvips-cpp.')) : [];
  return names.length === 1 ? path.join(lib, names[0]) : undefined;
}
