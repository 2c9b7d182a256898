import type { EventDetails } from '../api/types';
import { fail } from './attempts';
import type { Outcome, Scope, Visit } from './model';

export function newScope(kind: Scope['kind'], index: number, owner: Visit | null, startedAt: number): Scope {
  const outer = owner?.scope.path ?? [];
  const path = kind === 'iteration' && owner !== null ? [...outer, { map: owner.state, index }] : outer;
  const attempt = Math.max(0, (owner?.attempts.length ?? 0) - 1);
  return { kind, index, owner, attempt, path, startedAt, endedAt: null, outcome: 'running', visits: [] };
}

/** The innermost open visit of that state, in this scope or around it. */
export function visitNamed(scope: Scope, name: string | undefined): Visit | null {
  for (let at: Scope | null = scope; at !== null; at = at.owner?.scope ?? null) {
    const visit = at.visits.at(-1);
    if (visit !== undefined && visit.state === name) {
      return visit;
    }
  }

  return null;
}

/** Ends a scope, and what is open in it with it. */
export function closeScope(scope: Scope, at: number, outcome: Outcome, details: EventDetails = {}): Scope {
  scope.endedAt = at;
  scope.outcome = outcome;
  const open = scope.visits.at(-1);
  if (open !== undefined && open.endedAt === null && outcome !== 'succeeded') {
    fail(open, at, outcome, details);
  } else if (open?.type === 'Fail') {
    open.error ??= details.error ?? null;
    open.cause ??= details.cause ?? null;
  }

  return scope;
}
