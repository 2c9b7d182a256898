import type { AttemptOutcome } from '../api/types';
import type { Attempt, Period, Scope, Trace, Visit } from './model';
import { iterationLabel } from './selection';

export type SegmentKind = AttemptOutcome | 'queued' | 'retrying';

/** A segment of a bar. Times are milliseconds since 1970. */
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
  /** Null for a row of an iteration or branch, and for the wait in the queue. */
  visit: Visit | null;
  scope: Scope;
  from: number;
  to: number;
  segments: Segment[];
  /** Number of iterations or branches that can be folded into this row. */
  children: number;
}

/**
 * The rows of a timeline.
 *
 * @param startedAt when the execution was started; its first event follows once the host has capacity to run it
 * @param now the end of everything that still runs
 * @param isFolded whether the children of a row are hidden
 */
export function timelineRows(trace: Trace, startedAt: number, now: number, isFolded: (row: TimelineRow) => boolean): TimelineRow[] {
  const rows: TimelineRow[] = [];
  const firstStart = trace.periods[0]?.startedAt ?? now;
  if (firstStart > startedAt) {
    const segments: Segment[] = [{ kind: 'queued', from: startedAt, to: firstStart, label: 'queued' }];
    rows.push({ key: 'queue', depth: 0, label: 'Queued', visit: null, scope: trace.root, from: startedAt, to: firstStart, segments, children: 0 });
  }

  const addScope = (scope: Scope, depth: number): void => scope.visits.forEach((visit) => addVisit(visit, depth));

  const addVisit = (visit: Visit, depth: number): void => {
    const row: TimelineRow = {
      key: `v${visit.id}`, depth, label: visit.state, visit, scope: visit.scope, from: visit.enteredAt, to: visit.endedAt ?? now,
      segments: segmentsOf(visit, now), children: visit.children.length,
    };
    rows.push(row);
    if (visit.children.length > 0 && !isFolded(row)) {
      visit.children.forEach((child) => addChild(child, depth + 1, visit));
    }
  };

  const addChild = (scope: Scope, depth: number, owner: Visit): void => {
    const name = scope.kind === 'iteration' ? iterationLabel(scope) : `Branch ${scope.index + 1}`;
    const attemptSuffix = owner.retries > 0 ? `, attempt ${scope.attempt + 1}` : '';
    const to = scope.endedAt ?? now;
    const kind = scope.outcome === 'caught' ? 'succeeded' : scope.outcome;
    rows.push({
      key: `s${owner.id}.${scope.attempt}.${scope.index}`, depth, label: name + attemptSuffix, visit: null, scope, from: scope.startedAt, to,
      segments: [{ kind, from: scope.startedAt, to, label: kind }], children: 0,
    });
    addScope(scope, depth + 1);
  };

  addScope(trace.root, 0);
  return rows;
}

/** A visit's attempts with the waits before and between them. */
export function segmentsOf(visit: Visit, now: number): Segment[] {
  const end = visit.endedAt ?? now;
  if (visit.attempts.length === 0) {
    const kind = visit.outcome === 'caught' ? 'failed' : visit.outcome;
    return [{ kind, from: visit.enteredAt, to: end, label: kind }];
  }

  const segments: Segment[] = [];
  visit.attempts.forEach((attempt, index) => {
    if (attempt.waitedFrom !== null) {
      push(segments, 'retrying', attempt.waitedFrom, attempt.scheduledAt, `waiting for retry ${index}`);
    }

    attemptSegments(segments, attempt, index, end);
  });
  if (visit.retryWaitFrom !== null) {
    push(segments, 'retrying', visit.retryWaitFrom, end, 'waiting for a retry');
  }

  return segments;
}

function attemptSegments(segments: Segment[], attempt: Attempt, index: number, end: number): void {
  const name = `attempt ${index + 1}`;
  const started = attempt.startedAt ?? attempt.endedAt ?? end;
  push(segments, 'queued', attempt.scheduledAt, started, `${name} waiting to start`);
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

/** The periods of an execution. The first one begins when the execution was started. */
export function periodsFrom(trace: Trace, startedAt: number): Period[] {
  const [first, ...rest] = trace.periods;
  return first === undefined ? [{ startedAt, endedAt: null }] : [{ ...first, startedAt: Math.min(startedAt, first.startedAt) }, ...rest];
}

/** Converts times to positions from 0 to 1 on an axis that leaves out the time between the periods. */
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

  /** Length of the axis in milliseconds. */
  get length(): number {
    return this.total;
  }

  positionOf(time: number): number {
    let elapsed = 0;
    for (const { from, to, start } of this.spans) {
      if (time >= from) {
        elapsed = start + Math.min(time, to) - from;
      }
    }

    return elapsed / this.total;
  }

  /** Positions at which time is left out, and how much, in milliseconds. */
  get cuts(): { position: number; skipped: number }[] {
    return this.spans.slice(1).map((span, index) => ({ position: span.start / this.total, skipped: span.from - this.spans[index]!.to }));
  }
}

/** Ticks of an axis at round distances, in milliseconds from its start. The axis has at most `maxTicks` intervals. */
export function ticks(length: number, maxTicks: number): number[] {
  const rough = length / maxTicks;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((size) => size >= rough) ?? rough;
  return Array.from({ length: Math.floor(length / step) + 1 }, (_, index) => index * step);
}
