// Shared by the build steps that use npm. Errors are one line, so that they show as one build error.
import { spawnSync } from 'node:child_process';

const quiet = ['--ignore-scripts', '--no-audit', '--no-fund', '--no-update-notifier', '--loglevel=error'];

/** Prints an error as one line and sets the exit code to 1. */
export function fail(error) {
  console.error(error.message.trim().replaceAll(/\s*\n\s*/g, ' | '));
  process.exitCode = 1;
}

/** @param what the purpose of Node.js: "to install libvips" */
export function checkNode(major, minor, what) {
  const [ownMajor, ownMinor] = process.versions.node.split('.').map(Number);
  if (ownMajor < major || (ownMajor === major && ownMinor < minor)) {
    const wanted = minor === 0 ? major : `${major}.${minor}`;
    throw new Error(`Node.js ${process.versions.node} is too old ${what}: install Node.js ${wanted} or newer with npm`);
  }
}

/** Installs what the lock file in a folder pins. Checks hashes and runs no package scripts. */
export function npmCi(folder, what, options = []) {
  // On Windows npm is a command file, which needs a shell to run.
  const npm = spawnSync('npm', ['ci', ...options, ...quiet], { cwd: folder, encoding: 'utf8', shell: process.platform === 'win32' });
  if (npm.error?.code === 'ENOENT') {
    throw new Error(`npm is missing, which installs ${what}: install Node.js 20.19 or newer with npm`);
  }
  if (npm.error || npm.status !== 0) {
    throw new Error(`npm could not install ${what}: ${npm.error?.message ?? npm.stderr.trim()}`);
  }
}
