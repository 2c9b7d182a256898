// Functions that the build steps with npm share. Errors are one line, which MSBuild shows as a build error.
import { spawnSync } from 'node:child_process';

const quiet = ['--ignore-scripts', '--no-audit', '--no-fund', '--no-update-notifier', '--loglevel=error'];

/** Prints an error on one line and makes the process exit with code 1. */
export function fail(error) {
  console.error(error.message.trim().replaceAll(/\s*\n\s*/g, ' | '));
  process.exitCode = 1;
}

/** @param purpose what needs Node.js: "to install libvips" */
export function checkNode(major, minor, purpose) {
  const [ownMajor, ownMinor] = process.versions.node.split('.').map(Number);
  if (ownMajor < major || (ownMajor === major && ownMinor < minor)) {
    const wanted = minor === 0 ? major : `${major}.${minor}`;
    throw new Error(`Node.js ${process.versions.node} is too old ${purpose}. Install Node.js ${wanted} or newer with npm.`);
  }
}

/** Installs the packages that the lock file in a folder pins. npm checks their hashes and does not run their scripts. */
export function npmCi(folder, what, options = []) {
  // On Windows npm is a command file, and only a shell can run it.
  const npm = spawnSync('npm', ['ci', ...options, ...quiet], { cwd: folder, encoding: 'utf8', shell: process.platform === 'win32' });
  if (npm.error?.code === 'ENOENT') {
    throw new Error(`npm was not found. It installs ${what}. Install Node.js 20 or newer with npm.`);
  }
  if (npm.error || npm.status !== 0) {
    throw new Error(`npm could not install ${what}: ${npm.error?.message ?? npm.stderr.trim()}`);
  }
}
