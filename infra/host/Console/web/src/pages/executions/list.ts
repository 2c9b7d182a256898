import type { ExecutionPage, ExecutionStatus, ExecutionSummary } from '../../api/types';

export interface ExecutionFilter {
  status: ExecutionStatus | null;
  /** What keys begin with; empty for all. */
  key: string;
}

/** Rows kept in the page: live news push out the oldest, which can be read again. */
export const mostRows = 1000;

/** What the API takes as `key`: the beginning of keys, followed by an asterisk. */
export const keyQuery = (key: string): string => (key === '' || key.endsWith('*') ? key : `${key}*`);

export function matches(execution: ExecutionSummary, { status, key }: ExecutionFilter): boolean {
  const start = key.replace(/\*$/, '');
  const imageKey = execution.imageId?.slice(execution.imageId.indexOf('/') + 1);
  return (status === null || execution.status === status) && (start === '' || imageKey?.startsWith(start) === true);
}

/** A list with news put in: changed where they stand, new on top, gone where they match the filter no longer. */
export function withNews(list: readonly ExecutionSummary[], news: readonly ExecutionSummary[], filter: ExecutionFilter): ExecutionSummary[] {
  const latest = new Map(news.map((execution) => [execution.name, execution]));
  const kept = list.flatMap((execution) => {
    const changed = latest.get(execution.name) ?? execution;
    latest.delete(execution.name);
    return matches(changed, filter) ? [changed] : [];
  });
  const oldest = list.at(-1)?.startTime ?? '';
  const added = [...latest.values()].filter((execution) => matches(execution, filter) && execution.startTime >= oldest);
  return [...added, ...kept].toSorted((one, other) => Date.parse(other.startTime) - Date.parse(one.startTime)).slice(0, mostRows);
}

/** Two pages joined: what moved from one to the other meanwhile is there once. */
export function joined(list: readonly ExecutionSummary[], page: readonly ExecutionSummary[]): ExecutionSummary[] {
  const known = new Set(list.map(({ name }) => name));
  return [...list, ...page.filter(({ name }) => !known.has(name))];
}

/**
 * A list with its first page read anew, so that who has read on keeps their place. It is the first page alone where the rest may be
 * out of date: when something further down still ran, or when more is new than a page holds.
 */
export function refreshed(list: ExecutionPage | null, first: ExecutionPage, filter: ExecutionFilter): ExecutionPage {
  const fresh = new Set(first.executions.map(({ name }) => name));
  const rest = list?.executions.filter(({ name }) => !fresh.has(name)) ?? [];
  const overlaps = list !== null && list.executions.some(({ name }) => fresh.has(name));
  return list === null || !overlaps || rest.some(({ status }) => status === 'RUNNING')
    ? first
    : { executions: withNews(list.executions, first.executions, filter), continuation: list.continuation };
}
