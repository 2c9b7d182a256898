// Installs libvips for one platform by `npm ci` from the lock file beside this script, which pins content by hash,
// and copies the shared library to the folder given. The build runs it; see Libvips.targets.
//
//   node install.mjs <folder> <os> <cpu> <libc or "-">
//
// Several builds may run it at once: the first installs, the others wait and find the work done. What it prints on
// failure is one line, made to be shown as a build error.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';

const minutesToWait = 10;
const source = import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname);
const [folder, os, cpu, libc] = process.argv.slice(2);
const stamp = path.join(folder, 'installed');
const lock = `${folder}.lock`;
const sources = ['package.json', 'package-lock.json'];
const wanted = createHash('sha256').update(sources.map((name) => fs.readFileSync(path.join(source, name))).join()).digest('hex');

try {
  if (Number(process.versions.node.split('.')[0]) < 20) {
    throw new Error(`Node.js ${process.versions.node} is too old to install libvips: install Node.js 20 or newer with npm`);
  }
  fs.mkdirSync(path.dirname(folder), { recursive: true });
  takeLock();
  try {
    if (!isInstalled()) {
      install();
    }
    // Newer than its inputs, for MSBuild, also where only their times changed (a git checkout).
    fs.utimesSync(stamp, new Date(), new Date());
  } finally {
    fs.rmSync(lock, { force: true });
  }
} catch (error) {
  console.error(error.message.replaceAll(/\s*\n\s*/g, ' | '));
  process.exitCode = 1;
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
  const quiet = ['--ignore-scripts', '--no-audit', '--no-fund', '--no-update-notifier', '--loglevel=error'];
  const npm = spawnSync('npm', ['ci', ...platform, ...quiet], { cwd: staging, encoding: 'utf8' });
  if (npm.error?.code === 'ENOENT') {
    throw new Error('npm was not found, which installs libvips: install Node.js 20 or newer with npm');
  }
  if (npm.error || npm.status !== 0) {
    throw new Error(`npm could not install libvips: ${npm.error?.message ?? npm.stderr.trim()}`);
  }

  const name = `@img/sharp-libvips-${os}${libc === 'musl' ? 'musl' : ''}-${cpu}`;
  const library = libraryIn(path.join(staging, 'node_modules', name, 'lib'));
  if (!library) {
    // The packages are optional, one for each platform, so npm says nothing when the one that fits cannot be fetched.
    throw new Error(`npm did not install ${name}: check that the package registry (npm config get registry) can be reached`);
  }
  // Without its version in the name, so that an upgrade replaces the file in every output folder.
  fs.renameSync(library, path.join(folder, os === 'darwin' ? 'libvips-cpp.dylib' : 'libvips-cpp.so'));
  fs.rmSync(staging, { recursive: true });
  fs.writeFileSync(stamp, wanted);
}

function libraryIn(lib) {
  const names = fs.existsSync(lib) ? fs.readdirSync(lib).filter((file) => file.startsWith('libvips-cpp.')) : [];
  return names.length === 1 ? path.join(lib, names[0]) : undefined;
}

function takeLock() {
  for (const start = Date.now(); ; Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200)) {
    try {
      fs.writeFileSync(lock, String(process.pid), { flag: 'wx' });
      return;
    } catch (error) {
      if (error.code !== 'EEXIST') {
        throw error;
      }
      if (isAbandoned()) {
        fs.rmSync(lock, { force: true });
      } else if (Date.now() - start > minutesToWait * 60_000) {
        throw new Error(`another build has been installing libvips for ${minutesToWait} minutes; if none runs, delete ${lock}`);
      }
    }
  }
}

// Whether the build that holds the lock was killed.
function isAbandoned() {
  try {
    const owner = Number(fs.readFileSync(lock, 'utf8'));
    if (owner > 0) {
      process.kill(owner, 0);
    }
    return false;
  } catch (error) {
    return error.code === 'ESRCH';
  }
}
