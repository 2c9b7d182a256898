/**
 * Returns a function that runs a task once at a time. Calls during a run cause one more run after it, because the current run may
 * already have read data that is older than the call.
 *
 * @param run the task; it must not throw
 */
export function coalesced(run: () => Promise<void>): () => Promise<void> {
  let isRunning = false;
  let isRequested = false;
  return async () => {
    isRequested = true;
    if (isRunning) {
      return;
    }

    isRunning = true;
    while (isRequested) {
      isRequested = false;
      await run();
    }

    isRunning = false;
  };
}
