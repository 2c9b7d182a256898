// A lock file that lets only one of several concurrent builds do something at a time.
import * as fs from 'node:fs';

const minutesToWait = 10;

/**
 * Runs an action while holding a lock file. Other processes wait until it is free.
 *
 * @param file path of the lock file
 * @param activity what the action does, for the error message of a process that waits too long: "building the page"
 */
export function withLock(file, activity, action) {
  acquire(file, activity);
  try {
    return action();
  } finally {
    fs.rmSync(file, { force: true });
  }
}

function acquire(file, activity) {
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
        throw new Error(`Another build has been ${activity} for ${minutesToWait} minutes. If no other build is running, delete ${file}.`);
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
