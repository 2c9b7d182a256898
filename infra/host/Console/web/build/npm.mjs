// Runs npm for the build. A caller tells a missing npm from a failing one.
import { spawnSync } from 'node:child_process';

const quiet = ['--ignore-scripts', '--no-audit', '--no-fund', '--no-update-notifier', '--loglevel=error'];

/** npm does not run on this machine. Debian's package of Node.js, for example, comes without it. */
export class MissingNpmError extends Error {}

/** Installs the packages that the lock file in a folder pins. npm checks their hashes and does not run their scripts. */
export function npmCi(folder, what) {
  if (npm(folder, ['--version']).status !== 0) {
    throw new MissingNpmError('npm was not found');
  }
  const { status, stderr, error } = npm(folder, ['ci', ...quiet]);
  if (error || status !== 0) {
    throw new Error(`npm could not install ${what}: ${error?.message ?? stderr.trim()}`);
  }
}

function npm(folder, options) {
  // On Windows npm is a command file, and only a shell can run it.
  return spawnSync('npm', options, { cwd: folder, encoding: 'utf8', shell: process.platform === 'win32' });
}
