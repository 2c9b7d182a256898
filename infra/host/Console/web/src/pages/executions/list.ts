import type { ExecutionPage, ExecutionStatus, ExecutionSummary } from '../../api/types';

export interface ExecutionFilter {
  status: ExecutionStatus | null;
  /** Prefix of the keys. Empty for all. */
  key: string;
}

/** Maximum number of rows on the page. Live updates push out the oldest ones, which can be read again. */
export const maxRows = 1000;

/** The API's `key` parameter: a prefix of keys followed by an asterisk. */
export const keyQuery = (key: string): string => (key === '' || key.endsWith('*') ? key : `${key}*`);

export function matches(execution: ExecutionSummary, { status, key }: ExecutionFilter): boolean {
  const start = key.replace(/\*$/, '');
  const imageKey = execution.imageId?.slice(execution.imageId.indexOf('/') + 1);
  return (status === null || execution.status === status) && (start === '' || imageKey?.startsWith(start) === true);
}

/** Merges updates into a list. Changed executions stay in place, new ones go on top, and those that no longer match the filter go away. */
export function mergeUpdates(list: readonly ExecutionSummary[], updates: readonly ExecutionSummary[], filter: ExecutionFilter): ExecutionSummary[] {
  const latest = new Map(updates.map((execution) => [execution.name, execution]));
  const kept = list.flatMap((execution) => {
    const changed = latest.get(execution.name) ?? execution;
    latest.delete(execution.name);
    return matches(changed, filter) ? [changed] : [];
  });
  const oldest = list.at(-1)?.startTime ?? '';
  const added = [...latest.values()].filter((execution) => matches(execution, filter) && execution.startTime >= oldest);
  return [...added, ...kept].toSorted((one, other) => Date.parse(other.startTime) - Date.parse(one.startTime)).slice(0, maxRows);
}

/** Appends a page to a list. An execution that has moved between pages in the meantime appears once. */
export function appendPage(list: readonly ExecutionSummary[], page: readonly ExecutionSummary[]): ExecutionSummary[] {
  const known = new Set(list.map(({ name }) => name));
  return [...list, ...page.filter(({ name }) => !known.has(name))];
}

/**
 * Merges a newly read first page into a list, so that readers who have loaded further pages keep their place. Returns the first page
 * alone when the rest may be out of date: an execution further down was still running, or more executions are new than a page holds.
 */
export function refreshFirstPage(list: ExecutionPage | null, first: ExecutionPage, filter: ExecutionFilter): ExecutionPage {
  const fresh = new Set(first.executions.map(({ name }) => name));
  const rest = list?.executions.filter(({ name }) => !fresh.has(name)) ?? [];
  const overlaps = list !== null && list.executions.some(({ name }) => fresh.has(name));
  return list === null || !overlaps || rest.some(({ status }) => status === 'RUNNING')
    ? first
    : { executions: mergeUpdates(list.executions, first.executions, filter), continuation: list.continuation };
}
