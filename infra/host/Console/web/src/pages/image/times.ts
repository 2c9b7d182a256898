import type { ImageVersion, TraceResponse, VersionEntry } from '../../api/types';

/** The execution that made the renditions of a version: the newest one that succeeded with it. Null if it is not kept any more. */
export const makerOf = (versions: readonly VersionEntry[], version: ImageVersion | null): string | null =>
  versions.find((entry) => entry.outcome === 'succeeded' && entry.version !== null && entry.version.prefix === version?.prefix)?.execution.name ?? null;

/**
 * Milliseconds that the call took which made a rendition, by its name: of the attempt that succeeded, without waits. A call that made several
 * renditions says nothing of one of them, so it is left out.
 */
export function renditionTimes({ scopes, visits }: Pick<TraceResponse, 'scopes' | 'visits'>): Map<string, number> {
  const times = new Map<string, number>();
  for (const { state, scope, attempts } of visits) {
    const name = scopes[scope]?.name;
    const made = attempts.findLast(({ outcome }) => outcome === 'succeeded');
    if (state === 'Resize' && name != null && made?.startTime != null && made.stopTime !== null) {
      times.set(name, Date.parse(made.stopTime) - Date.parse(made.startTime));
    }
  }

  return times;
}
