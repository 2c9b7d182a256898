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

/** Calls an action for each key, a few at a time. An action that fails does not stop the others. */
export async function runForEach(
  keys: readonly string[], action: (key: string) => Promise<unknown>, onDone: (count: number) => void, concurrency = 4,
): Promise<BulkFailure[]> {
  const failures: BulkFailure[] = [];
  const waiting = [...keys];
  let done = 0;
  const run = async (): Promise<void> => {
    for (let key = waiting.shift(); key !== undefined; key = waiting.shift()) {
      try {
        await action(key);
      } catch (error) {
        failures.push({ key, message: error instanceof Error ? error.message : String(error) });
      }

      onDone(++done);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, run));
  return failures.toSorted((one, other) => keys.indexOf(one.key) - keys.indexOf(other.key));
}

/** The folders on the way to a prefix, outermost first: `cats/small/` is in `cats/`. */
export const foldersOf = (prefix: string): { name: string; prefix: string }[] => {
  const names = prefix.split('/').slice(0, -1);
  return names.map((name, index) => ({ name: name === '' ? '(empty)' : name, prefix: `${names.slice(0, index + 1).join('/')}/` }));
};
