import type { Iteration, Outcome } from '../api/types';
import type { Scope, Trace, Visit } from './model';

/** The selected iteration by the name of its Map. All iterations of other Maps are shown. */
export type Selection = ReadonlyMap<string, number>;

/** What the graph shows of one state. */
export interface StateStatus {
  outcome: Outcome;
  visits: number;
  retries: number;
  /** Number of iterations of a Map. 0 for other states. */
  iterations: number;
}

/** The most severe outcome wins: a state in a Map counts as failed when it failed in one iteration. */
const severity: Record<Outcome, number> = { running: 4, failed: 3, aborted: 2, caught: 1, succeeded: 0 };

const worst = (one: Outcome, other: Outcome): Outcome => (severity[other] > severity[one] ? other : one);

export const isSelected = (path: readonly Iteration[], selection: Selection): boolean =>
  path.every(({ map, index }) => (selection.get(map) ?? index) === index);

/** The visits of a state in the selected iterations, oldest first. */
export const findVisits = (trace: Trace, state: string, selection: Selection): Visit[] =>
  trace.visits.filter((visit) => visit.state === state && isSelected(visit.scope.path, selection));

/** Whether a scope belongs to the last attempt of everything around it. */
function isCurrent(scope: Scope): boolean {
  return scope.owner === null || (scope.attempt === scope.owner.attempts.length - 1 && isCurrent(scope.owner.scope));
}

/** The status of every state that was reached. The last visit of a state and the last attempt of a retried Map determine the outcome. */
export function stateStatuses(trace: Trace, selection: Selection): Map<string, StateStatus> {
  const last = new Map<string, Map<Scope, Visit>>();
  const statuses = new Map<string, StateStatus>();
  for (const visit of trace.visits) {
    if (isSelected(visit.scope.path, selection)) {
      const status = statuses.get(visit.state) ?? { outcome: 'succeeded', visits: 0, retries: 0, iterations: 0 };
      status.visits++;
      status.retries += visit.retries;
      status.iterations = visit.type === 'Map' ? iterationsOf(visit).length : 0;
      statuses.set(visit.state, status);
      last.set(visit.state, (last.get(visit.state) ?? new Map()).set(visit.scope, visit));
    }
  }

  for (const [state, scopes] of last) {
    const visits = [...scopes.values()];
    const current = visits.filter((visit) => isCurrent(visit.scope));
    statuses.get(state)!.outcome = (current.length > 0 ? current : visits).map((visit) => visit.outcome).reduce(worst);
  }

  return statuses;
}

/** Keys of the transitions taken in the selected iterations; see `transitionKey`. */
export function transitions(trace: Trace, selection: Selection): Set<string> {
  const taken = new Set<string>();
  const before = new Map<Scope, Visit>();
  for (const visit of trace.visits) {
    if (isSelected(visit.scope.path, selection)) {
      const from = before.get(visit.scope);
      taken.add(transitionKey(from?.state ?? null, visit.state, from?.outcome === 'caught'));
      before.set(visit.scope, visit);
    }
  }

  return taken;
}

/**
 * Identifies a transition.
 *
 * @param from the state left; null for the start of a scope
 * @param caught whether a caught error caused the transition
 */
export const transitionKey = (from: string | null, to: string, caught: boolean): string => `${from ?? ''}\n${to}\n${caught}`;

/** What an iteration is about, such as its renditions, or its number. Long names are cut; there may be 40 renditions in one. */
export function iterationLabel({ index, name }: Pick<Scope, 'index' | 'name'>): string {
  const maxLength = 40;
  return name === null || name === '' ? `#${index}` : name.length <= maxLength ? name : `${name.slice(0, maxLength - 1)}…`;
}

/** The labels of the iterations that a scope is in, outermost first. */
export function iterationLabels(scope: Scope): { map: string; label: string }[] {
  const outer = scope.owner === null ? [] : iterationLabels(scope.owner.scope);
  return scope.kind === 'iteration' && scope.owner !== null ? [...outer, { map: scope.owner.state, label: iterationLabel(scope) }] : outer;
}

/** The iterations of a Map's last attempt. */
export const iterationsOf = (visit: Visit): Scope[] =>
  visit.children.filter((child) => child.kind === 'iteration' && child.attempt === visit.attempts.length - 1);

/** Maps and their iterations to choose from, outermost first. A nested Map offers those in the selected iterations of the outer Maps. */
export function iterationChoices(trace: Trace, selection: Selection): { map: string; iterations: Scope[] }[] {
  const maps = new Map<string, Map<number, Scope>>();
  for (const visit of trace.visits) {
    if (visit.type === 'Map' && isSelected(visit.scope.path, selection) && isCurrent(visit.scope)) {
      const byIndex = maps.get(visit.state) ?? new Map<number, Scope>();
      for (const scope of iterationsOf(visit)) {
        const known = byIndex.get(scope.index);
        byIndex.set(scope.index, known === undefined || severity[scope.outcome] > severity[known.outcome] ? scope : known);
      }

      maps.set(visit.state, byIndex);
    }
  }

  return [...maps].filter(([, byIndex]) => byIndex.size > 0)
    .map(([map, byIndex]) => ({ map, iterations: [...byIndex.values()].toSorted((one, other) => one.index - other.index) }));
}

/** A selection as text for an address: `Map:0,Inner%20Map:3`. */
export const formatSelection = (selection: Selection): string =>
  [...selection].map(([map, index]) => `${encodeURIComponent(map)}:${index}`).join(',');

/** Reads a selection from an address. It leaves out what is not one. */
export function parseSelection(text: string): Selection {
  const selection = new Map<string, number>();
  for (const part of text.split(',')) {
    const [map = '', index = ''] = part.split(':');
    try {
      if (/^\d+$/.test(index)) {
        selection.set(decodeURIComponent(map), Number(index));
      }
    } catch {
      // Not percent-encoded text.
    }
  }

  return selection;
}
