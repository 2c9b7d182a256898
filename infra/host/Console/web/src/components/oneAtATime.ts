/**
 * Runs a task once at a time. Whoever asks while it runs is answered by one more run afterwards: what it has read by then may be older
 * than the question.
 *
 * @param run the task; it must not throw
 */
export function oneAtATime(run: () => Promise<void>): () => Promise<void> {
  let running = false;
  let asked = false;
  return async () => {
    asked = true;
    if (running) {
      return;
    }

    running = true;
    while (asked) {
      asked = false;
      await run();
    }

    running = false;
  };
}
