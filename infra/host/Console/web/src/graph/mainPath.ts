import type { EdgeModel, ScopeModel, StateModel } from './model';

/** Transitions of a scope by the state that they leave. */
export type Outgoing = ReadonlyMap<string, readonly EdgeModel[]>;

export function outgoing(scope: ScopeModel): Outgoing {
  const edges = new Map<string, EdgeModel[]>(scope.states.map(({ name }) => [name, []]));
  scope.edges.forEach((edge) => edge.from !== null && edges.get(edge.from)?.push(edge));
  return edges;
}

/**
 * The path from a state to an end that a reader looks for first: no errors, and at every Choice the branch with the most states of its own.
 *
 * @param avoided states that the path does not enter
 */
export function mainPath(scope: ScopeModel, from: string, edges: Outgoing, avoided: ReadonlySet<string> = new Set()): string[] {
  const states = new Map(scope.states.map((state) => [state.name, state]));
  const path: string[] = [];
  const seen = new Set(avoided);
  for (let name: string | undefined = from; name !== undefined;) {
    path.push(name);
    seen.add(name);
    const all = (edges.get(name) ?? []).filter(({ to }) => !seen.has(to));
    const usual = all.filter(({ kind }) => kind !== 'catch');
    // An error leads on where nothing else does, as on the path of an execution that failed.
    const next = usual.length > 0 || states.get(name)?.isEnd === true ? usual : all;
    name = bestOf([...new Set(next.map(({ to }) => to))], states, edges, seen);
  }

  return path;
}

function bestOf(names: readonly string[], states: ReadonlyMap<string, StateModel>, edges: Outgoing, seen: ReadonlySet<string>): string | undefined {
  const ranked = names.map((name) => {
    const others = names.filter((other) => other !== name);
    const all = reachable(name, edges, seen);
    return {
      name,
      endsWell: all.some((each) => states.get(each)?.isEnd === true && states.get(each)?.type !== 'Fail'),
      // A branch that joins another one does not count the states of that.
      own: reachable(name, edges, new Set([...seen, ...others])).length,
      // A single state on the way to another branch is a detour.
      joins: others.filter((other) => all.includes(other)).length,
    };
  });
  return ranked.toSorted((one, other) => Number(other.endsWell) - Number(one.endsWell) || other.own - one.own || one.joins - other.joins)[0]?.name;
}

function reachable(from: string, edges: Outgoing, avoided: ReadonlySet<string>): string[] {
  const found = new Set([from]);
  for (const name of found) {
    (edges.get(name) ?? []).filter(({ to, kind }) => kind !== 'catch' && !avoided.has(to)).forEach(({ to }) => found.add(to));
  }

  return [...found];
}
