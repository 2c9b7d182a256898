import type { AttemptOutcome } from '../api/types';
import type { Attempt, Period, Scope, Trace, Visit } from './model';

export type SegmentKind = AttemptOutcome | 'queued' | 'retrying';

/** A piece of a bar. Times are milliseconds since 1970. */
export interface Segment {
  kind: SegmentKind;
  from: number;
  to: number;
  label: string;
}

export interface TimelineRow {
  key: string;
  depth: number;
  label: string;
  /** Null for a row that stands for an iteration or branch. */
  visit: Visit | null;
  scope: Scope;
  from: number;
  to: number;
  segments: Segment[];
  /** How many rows are folded into this one. */
  children: number;
}

/**
 * @param created when the execution was started; its first event comes when its turn has come.
 * @param now end of what still runs.
 * @param folded whether the children of a row are hidden.
 */
export function timelineRows(trace: Trace, created: number, now: number, folded: (row: TimelineRow) => boolean): TimelineRow[] {
  const rows: TimelineRow[] = [];
  const begun = trace.periods[0]?.startedAt ?? now;
  if (begun > created) {
    const segments: Segment[] = [{ kind: 'queued', from: created, to: begun, label: 'waits for its turn' }];
    rows.push({ key: 'queue', depth: 0, label: 'Waits for its turn', visit: null, scope: trace.root, from: created, to: begun, segments, children: 0 });
  }

  const addScope = (scope: Scope, depth: number): void => scope.visits.forEach((visit) => addVisit(visit, depth));

  const addVisit = (visit: Visit, depth: number): void => {
    const row: TimelineRow = {
      key: `v${visit.id}`, depth, label: visit.state, visit, scope: visit.scope, from: visit.enteredAt, to: visit.endedAt ?? now,
      segments: segmentsOf(visit, now), children: visit.children.length,
    };
    rows.push(row);
    if (visit.children.length > 0 && !folded(row)) {
      visit.children.forEach((child) => addChild(child, depth + 1, visit));
    }
  };

  const addChild = (scope: Scope, depth: number, owner: Visit): void => {
    const name = scope.kind === 'iteration' ? `#${scope.index}` : `Branch ${scope.index + 1}`;
    const again = owner.retries > 0 ? `, attempt ${scope.attempt + 1}` : '';
    const to = scope.endedAt ?? now;
    const kind = scope.outcome === 'caught' ? 'succeeded' : scope.outcome;
    rows.push({
      key: `s${owner.id}.${scope.attempt}.${scope.index}`, depth, label: name + again, visit: null, scope, from: scope.startedAt, to,
      segments: [{ kind, from: scope.startedAt, to, label: kind }], children: 0,
    });
    addScope(scope, depth + 1);
  };

  addScope(trace.root, 0);
  return rows;
}

/** A visit's attempts, the waits before them and between them. */
export function segmentsOf(visit: Visit, now: number): Segment[] {
  const end = visit.endedAt ?? now;
  if (visit.attempts.length === 0) {
    const kind = visit.outcome === 'caught' ? 'failed' : visit.outcome;
    return [{ kind, from: visit.enteredAt, to: end, label: kind }];
  }

  const segments: Segment[] = [];
  visit.attempts.forEach((attempt, index) => {
    if (attempt.waitedFrom !== null) {
      push(segments, 'retrying', attempt.waitedFrom, attempt.scheduledAt, `waits for retry ${index}`);
    }

    attemptSegments(segments, attempt, index, end);
  });
  if (visit.retryWaitFrom !== null) {
    push(segments, 'retrying', visit.retryWaitFrom, end, 'waits for a retry');
  }

  return segments;
}

function attemptSegments(segments: Segment[], attempt: Attempt, index: number, end: number): void {
  const name = `attempt ${index + 1}`;
  const started = attempt.startedAt ?? attempt.endedAt ?? end;
  push(segments, 'queued', attempt.scheduledAt, started, `${name} waits to start`);
  if (attempt.startedAt !== null || attempt.endedAt !== null) {
    const error = attempt.error === null ? '' : ` with ${attempt.error}`;
    segments.push({ kind: attempt.outcome, from: started, to: attempt.endedAt ?? end, label: `${name} ${attempt.outcome}${error}` });
  }
}

function push(segments: Segment[], kind: SegmentKind, from: number, to: number, label: string): void {
  if (to > from) {
    segments.push({ kind, from, to, label });
  }
}

/** The periods of an execution, the first from when it was started. */
export function periodsFrom(trace: Trace, created: number): Period[] {
  const [first, ...rest] = trace.periods;
  return first === undefined ? [{ startedAt: created, endedAt: null }] : [{ ...first, startedAt: Math.min(created, first.startedAt) }, ...rest];
}

/** Where a moment lies on an axis from 0 to 1 on which the time between the periods is cut out. */
export class TimeScale {
  private readonly spans: { from: number; to: number; start: number }[] = [];
  private readonly total: number;

  constructor(periods: readonly Period[], now: number) {
    let start = 0;
    for (const period of periods) {
      const to = Math.max(period.endedAt ?? now, period.startedAt + 1);
      this.spans.push({ from: period.startedAt, to, start });
      start += to - period.startedAt;
    }

    this.total = Math.max(start, 1);
  }

  /** Milliseconds that the axis spans. */
  get length(): number {
    return this.total;
  }

  at(time: number): number {
    let place = 0;
    for (const { from, to, start } of this.spans) {
      if (time >= from) {
        place = start + Math.min(time, to) - from;
      }
    }

    return place / this.total;
  }

  /** Where time was cut out, with what was left out before it in milliseconds. */
  get cuts(): { at: number; skipped: number }[] {
    return this.spans.slice(1).map((span, index) => ({ at: span.start / this.total, skipped: span.from - this.spans[index]!.to }));
  }
}

/** Round distances for an axis: at most `most` of them, in milliseconds from its start. */
export function ticks(length: number, most: number): number[] {
  const rough = length / most;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((size) => size >= rough) ?? rough;
  return Array.from({ length: Math.floor(length / step) + 1 }, (_, index) => index * step);
}
