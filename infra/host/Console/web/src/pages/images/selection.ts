/** Selects or deselects one key or, from an anchor, all keys between the two in the order of the list. */
export function toggle(selected: ReadonlySet<string>, keys: readonly string[], key: string, anchor: string | null): ReadonlySet<string> {
  const next = new Set(selected);
  const isSelected = !selected.has(key);
  const [from, to] = [anchor === null ? -1 : keys.indexOf(anchor), keys.indexOf(key)];
  const range = from < 0 || to < 0 ? [key] : keys.slice(Math.min(from, to), Math.max(from, to) + 1);
  range.forEach((each) => (isSelected ? next.add(each) : next.delete(each)));
  return next;
}

export interface BulkFailure {
  key: string;
  message: string;
}

/**
 * Calls an action for each key, a few at a time. An action that fails does not stop the others.
 *
 * @returns the failures in the order of the keys, and the keys that a stop has left out
 */
export async function runForEach(
  keys: readonly string[], action: (key: string) => Promise<unknown>, onDone: (count: number) => void, isStopped: () => boolean = () => false, concurrency = 4,
): Promise<{ failures: BulkFailure[]; left: readonly string[] }> {
  const failures: { index: number; key: string; message: string }[] = [];
  let next = 0;
  let done = 0;
  const run = async (): Promise<void> => {
    while (next < keys.length && !isStopped()) {
      const index = next++;
      const key = keys[index]!;
      try {
        await action(key);
      } catch (error) {
        failures.push({ index, key, message: error instanceof Error ? error.message : String(error) });
      }

      onDone(++done);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, run));
  failures.sort((one, other) => one.index - other.index);
  return { failures: failures.map(({ key, message }) => ({ key, message })), left: keys.slice(next) };
}

/** The folders on the way to a prefix, outermost first: `cats/small/` is in `cats/`. */
export const foldersOf = (prefix: string): { name: string; prefix: string }[] => {
  const names = prefix.split('/').slice(0, -1);
  return names.map((name, index) => ({ name: name === '' ? '(empty)' : name, prefix: `${names.slice(0, index + 1).join('/')}/` }));
};
