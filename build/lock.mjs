// A lock file: of all builds that run at once, only one at a time performs an action.
import * as fs from 'node:fs';

const minutesToWait = 10;

/**
 * Performs an action while it holds a lock file. Other builds wait for their turn.
 *
 * @param file the lock file, next to what the action creates
 * @param doing names the action in the error of a build that waits too long: "installing libvips"
 * @param action returns the result
 */
export function withLock(file, doing, action) {
  take(file, doing);
  try {
    return action();
  } finally {
    fs.rmSync(file, { force: true });
  }
}

function take(file, doing) {
  for (const start = Date.now(); ; Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200)) {
    try {
      fs.writeFileSync(file, String(process.pid), { flag: 'wx' });
      return;
    } catch (error) {
      if (error.code !== 'EEXIST') {
        throw error;
      }
      if (isAbandoned(file)) {
        fs.rmSync(file, { force: true });
      } else if (Date.now() - start > minutesToWait * 60_000) {
        throw new Error(`another build has been ${doing} for ${minutesToWait} minutes; if none runs, delete ${file}`);
      }
    }
  }
}

// Whether the build that holds the lock was killed.
function isAbandoned(file) {
  try {
    const owner = Number(fs.readFileSync(file, 'utf8'));
    if (owner > 0) {
      process.kill(owner, 0);
    }
    return false;
  } catch (error) {
    return error.code === 'ESRCH';
  }
}
