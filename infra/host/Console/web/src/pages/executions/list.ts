import type { ExecutionPage, ExecutionStatus, ExecutionSummary } from '../../api/types';
import { executionAppearance } from '../../components/status';

export type Sort = 'start' | 'duration' | 'key';

export type Order = 'asc' | 'desc';

/** Which executions to list, and how. Empty members match every execution. */
export interface ExecutionFilter {
  status: ExecutionStatus | null;
  outcome: string;
  /** Name of the state machine. */
  machine: string;
  /** Prefix of the keys. */
  key: string;
  /** Any part of a key or of an execution's name. */
  q: string;
  /** Days in the time zone of the browser. Both are included. */
  from: string;
  to: string;
  sort: Sort;
  order: Order;
}

/** Maximum number of rows on the page. Live updates push out the oldest ones, which can be read again. */
export const maxRows = 1000;

const sorts: readonly Sort[] = ['start', 'duration', 'key'];

export const defaultOrder = (sort: Sort): Order => (sort === 'key' ? 'asc' : 'desc');

/** Reads the filter from the page's address. */
export function readFilter(query: URLSearchParams): ExecutionFilter {
  const status = query.get('status') ?? '';
  const sort = sorts.find((each) => each === query.get('sort')) ?? 'start';
  const order = query.get('order');
  return {
    status: status in executionAppearance ? status as ExecutionStatus : null,
    outcome: query.get('outcome') ?? '', machine: query.get('machine') ?? '', key: query.get('key') ?? '', q: query.get('q')?.trim() ?? '', from: readDay(query.get('from')), to: readDay(query.get('to')),
    sort, order: order === 'asc' || order === 'desc' ? order : defaultOrder(sort),
  };
}

const readDay = (text: string | null): string => (text !== null && /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text)) ? text : '');

/** Whether the filter leaves out executions. */
export const isFiltered = ({ status, outcome, machine, key, q, from, to }: ExecutionFilter): boolean =>
  status !== null || [outcome, machine, key, q, from, to].some((text) => text !== '');

/** The start of a local day, as a time for the API. */
export function dayStart(day: string, daysLater = 0): string {
  if (day === '') {
    return '';
  }

  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  return new Date(year, month - 1, date + daysLater).toISOString();
}

/** The query of the API. */
export const toQuery = ({ status, outcome, machine, key, q, from, to, sort, order }: ExecutionFilter): Record<string, string | null> => ({
  status, outcome, stateMachine: machine, key: keyQuery(key), q, from: dayStart(from), to: dayStart(to, 1), sort: sort === 'start' ? '' : sort, order: order === defaultOrder(sort) ? '' : order,
});

/** The API's `key` parameter: a prefix of keys followed by an asterisk. */
export const keyQuery = (key: string): string => (key === '' || key.endsWith('*') ? key : `${key}*`);

export function matches(execution: ExecutionSummary, { status, outcome, machine, key, q, from, to }: ExecutionFilter): boolean {
  const start = key.replace(/\*$/, '');
  const imageKey = execution.imageId?.slice(execution.imageId.indexOf('/') + 1) ?? null;
  const text = q.toLowerCase();
  const time = Date.parse(execution.startDate);
  return (status === null || execution.status === status)
    && (outcome === '' || execution.outcome === outcome)
    && (machine === '' || execution.stateMachineArn.endsWith(`:${machine}`))
    && (start === '' || imageKey?.startsWith(start) === true)
    && (text === '' || [imageKey ?? '', execution.executionArn].some((each) => each.toLowerCase().includes(text)))
    && (from === '' || time >= Date.parse(dayStart(from)))
    && (to === '' || time < Date.parse(dayStart(to, 1)));
}

/**
 * Merges updates into a list. Changed executions stay in place, and those that no longer match the filter go away. New ones go on top if the
 * newest come first; in any other order their place may be on a page that is not loaded.
 */
export function mergeUpdates(list: readonly ExecutionSummary[], updates: readonly ExecutionSummary[], filter: ExecutionFilter): ExecutionSummary[] {
  const latest = new Map(updates.map((execution) => [execution.name, execution]));
  const kept = list.flatMap((execution) => {
    const changed = latest.get(execution.name) ?? execution;
    latest.delete(execution.name);
    return matches(changed, filter) ? [changed] : [];
  });
  if (filter.sort !== 'start' || filter.order !== 'desc') {
    return kept;
  }

  const oldest = list.at(-1)?.startDate ?? '';
  const added = [...latest.values()].filter((execution) => matches(execution, filter) && execution.startDate >= oldest);
  return [...added, ...kept].toSorted((one, other) => Date.parse(other.startDate) - Date.parse(one.startDate)).slice(0, maxRows);
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
  return list === null || !overlaps || rest.some(({ status }) => status === 'RUNNING') || filter.sort !== 'start' || filter.order !== 'desc'
    ? first
    : { executions: mergeUpdates(list.executions, first.executions, filter), continuation: list.continuation };
}
