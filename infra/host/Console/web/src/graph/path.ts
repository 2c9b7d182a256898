import { transitionKey } from '../trace/selection';
import type { ScopeModel } from './model';

/**
 * The part of a state machine that an execution went through, in one piece from the start.
 *
 * @param reached whether a state was reached
 * @param taken keys of the transitions taken; see `transitionKey`
 */
export function pathOf(scope: ScopeModel, reached: (state: string) => boolean, taken: ReadonlySet<string>): ScopeModel {
  const edges = scope.edges.filter(({ from, to, kind }) => reached(to) && taken.has(transitionKey(from, to, kind === 'catch')));
  const left = new Set(edges.map(({ from }) => from));
  return {
    states: scope.states.filter(({ name }) => reached(name)).map((state) => ({
      ...state, isEnd: state.isEnd && !left.has(state.name), scopes: state.scopes.map((inner) => pathOf(inner, reached, taken)).filter(({ states }) => states.length > 0),
    })),
    edges,
  };
}
