// A lock file that lets one build at a time do something, whatever number of them run at once.
import * as fs from 'node:fs';

const minutesToWait = 10;

/**
 * Does something while holding a lock file; others wait for their turn.
 *
 * @param file the lock file, beside what is made under it
 * @param doing what others are told that wait too long: "installing libvips"
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
