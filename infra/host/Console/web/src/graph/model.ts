import type { Json } from '../api/types';

export type EdgeKind = 'start' | 'next' | 'choice' | 'default' | 'catch';

export interface StateModel {
  name: string;
  type: string;
  comment: string | null;
  /** A Map's processor or a Parallel's branches. Empty for other states. */
  scopes: ScopeModel[];
  /** Whether the scope ends after this state. */
  isEnd: boolean;
  /** Whether it is a Map whose iterations are executions of their own. */
  isDistributed: boolean;
}

export interface EdgeModel {
  /** Null for the start of the scope. */
  from: string | null;
  to: string;
  kind: EdgeKind;
  /** The conditions for this transition, one a line. Empty when the state has no other transition. */
  labels: string[];
}

export interface ScopeModel {
  states: StateModel[];
  edges: EdgeModel[];
}

type Definition = Record<string, Json>;

const isObject = (value: Json | undefined): value is Definition =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const objects = (value: Json | undefined): Definition[] => (Array.isArray(value) ? value.filter(isObject) : []);

/** Reads the states and transitions of a definition. It leaves out whatever the interpreter would reject. */
export function readDefinition(definition: Json): ScopeModel {
  return isObject(definition) ? readScope(definition) : { states: [], edges: [] };
}

/** Names of all states, including nested ones. */
export const stateNames = (scope: ScopeModel): string[] =>
  scope.states.flatMap((state) => [state.name, ...state.scopes.flatMap(stateNames)]);

/** Finds a state in any scope. Returns null when there is none of this name. */
export function findState(scope: ScopeModel, name: string): StateModel | null {
  for (const state of scope.states) {
    const found = state.name === name ? state : state.scopes.map((inner) => findState(inner, name)).find((inner) => inner !== null);
    if (found !== undefined) {
      return found;
    }
  }

  return null;
}

/** The kind of a state in the words of the graph. */
export const kindOf = ({ type, isDistributed }: StateModel): string => (isDistributed ? 'Distributed Map' : type);

/** The distributed Maps of a scope, at any depth. */
export const distributedMaps = (scope: ScopeModel): StateModel[] =>
  scope.states.flatMap((state) => [...(state.isDistributed ? [state] : []), ...state.scopes.flatMap(distributedMaps)]);

/** A scope without the inner states of distributed Maps, which have executions and pages of their own. */
export const withoutChildren = (scope: ScopeModel): ScopeModel => ({
  ...scope, states: scope.states.map((state) => ({ ...state, scopes: state.isDistributed ? [] : state.scopes.map(withoutChildren) })),
});

function readScope(definition: Definition): ScopeModel {
  const states = isObject(definition['States']) ? Object.entries(definition['States']) : [];
  const known = new Set(states.map(([name]) => name));
  const edges = new Map<string, EdgeModel>();
  const add = (from: string | null, to: Json | undefined, kind: EdgeKind, label = ''): void => {
    if (typeof to !== 'string' || !known.has(to)) {
      return;
    }

    const key = `${from ?? ''}\n${to}\n${kind === 'catch'}`;
    const edge = edges.get(key) ?? { from, to, kind, labels: [] };
    edge.labels.push(...(label === '' ? [] : [label]));
    edges.set(key, edge);
  };

  add(null, definition['StartAt'], 'start');
  const models = states.map(([name, state]) => (isObject(state) ? readState(name, state, add) : null));
  return { states: models.filter((model) => model !== null), edges: [...edges.values()] };
}

function readState(name: string, state: Definition, add: (from: string, to: Json | undefined, kind: EdgeKind, label?: string) => void): StateModel {
  add(name, state['Next'], 'next');
  objects(state['Choices']).forEach((rule) => add(name, rule['Next'], 'choice', describeRule(rule)));
  add(name, state['Default'], 'default', 'otherwise');
  for (const catcher of objects(state['Catch'])) {
    const errors = Array.isArray(catcher['ErrorEquals']) ? catcher['ErrorEquals'].map(String) : [];
    add(name, catcher['Next'], 'catch', errors.map((error) => (error === 'States.ALL' ? 'any error' : error)).join(', '));
  }

  const processor = state['ItemProcessor'] ?? state['Iterator'];
  const scopes = state['Type'] === 'Map' && isObject(processor) ? [processor] : objects(state['Branches']);
  return {
    name,
    type: typeof state['Type'] === 'string' ? state['Type'] : '?',
    comment: typeof state['Comment'] === 'string' ? state['Comment'] : null,
    scopes: scopes.map(readScope),
    isEnd: state['End'] === true || state['Type'] === 'Succeed' || state['Type'] === 'Fail',
    isDistributed: state['Type'] === 'Map' && isObject(processor) && isObject(processor['ProcessorConfig']) && processor['ProcessorConfig']['Mode'] === 'DISTRIBUTED',
  };
}

const operatorSymbols: Record<string, string> = { Equals: '=', LessThan: '<', GreaterThan: '>', LessThanEquals: '≤', GreaterThanEquals: '≥' };

/** Describes a choice rule in a few words: `outcome = accepted`. */
export function describeRule(rule: Definition): string {
  for (const [word, joint] of [['And', ' and '], ['Or', ' or ']] as const) {
    if (Array.isArray(rule[word])) {
      return objects(rule[word]).map(describeRule).join(joint);
    }
  }

  if (isObject(rule['Not'])) {
    return `not (${describeRule(rule['Not'])})`;
  }

  const variable = typeof rule['Variable'] === 'string' ? lastSegment(rule['Variable']) : '?';
  const operator = Object.keys(rule).find((key) => key !== 'Variable' && key !== 'Next' && key !== 'Comment' && key !== 'Assign') ?? '';
  const value = rule[operator];
  if (operator.startsWith('Is')) {
    return `${variable} is ${value === false ? 'not ' : ''}${operator.slice(2).toLowerCase()}`;
  }

  const comparison = operator.replace(/^(String|Numeric|Boolean|Timestamp)/, '').replace(/Path$/, '');
  return `${variable} ${operatorSymbols[comparison] ?? comparison.toLowerCase()} ${String(value)}`;
}

function lastSegment(path: string): string {
  const segments = [...path.matchAll(/\['([^']*)'\]|\.([^.[]+)/g)];
  const last = segments.at(-1);
  return last?.[1] ?? last?.[2] ?? path;
}
