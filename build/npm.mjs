// What the build steps that use npm have in common. Their errors are one line, made to be shown as a build error.
import { spawnSync } from 'node:child_process';

const quiet = ['--ignore-scripts', '--no-audit', '--no-fund', '--no-update-notifier', '--loglevel=error'];

/** Ends the process with an error of one line. */
export function fail(error) {
  console.error(error.message.trim().replaceAll(/\s*\n\s*/g, ' | '));
  process.exitCode = 1;
}

/** @param what what Node.js is wanted for: "to install libvips" */
export function checkNode(major, minor, what) {
  const [ownMajor, ownMinor] = process.versions.node.split('.').map(Number);
  if (ownMajor < major || (ownMajor === major && ownMinor < minor)) {
    const wanted = minor === 0 ? major : `${major}.${minor}`;
    throw new Error(`Node.js ${process.versions.node} is too old ${what}: install Node.js ${wanted} or newer with npm`);
  }
}

/** Installs what the lock file in a folder pins, by its hashes and without running scripts of packages. */
export function npmCi(folder, what, options = []) {
  // On Windows npm is a command file, which only a shell runs.
  const npm = spawnSync('npm', ['ci', ...options, ...quiet], { cwd: folder, encoding: 'utf8', shell: process.platform === 'win32' });
  if (npm.error?.code === 'ENOENT') {
    throw new Error(`npm was not found, which installs ${what}: install Node.js 20 or newer with npm`);
  }
  if (npm.error || npm.status !== 0) {
    throw new Error(`npm could not install ${what}: ${npm.error?.message ?? npm.stderr.trim()}`);
  }
}
