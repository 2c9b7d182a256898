import { readDefinition, withoutChildren, type ScopeModel } from '../../src/graph/model';
import { filesOf, readJson } from './repository.mjs';

/** Reads a definition of the repository. */
export const read = (...names: string[]): ScopeModel => readDefinition(readJson(...names));

const samples = ['statemachine', 'samples', 'asl'];

/** The state machines of the product, the children of a backfill, and the samples, by name. */
export function allDefinitions(): [string, ScopeModel][] {
  const backfill = read('tests', 'Pipeline.Tests', 'statemachine', 'snapshots', 'backfill.json');
  return [
    ['image-pipeline', read('statemachine', 'image-pipeline.asl.json')],
    ['backfill', withoutChildren(backfill)],
    ['children of a backfill', backfill.states.find(({ name }) => name === 'Listing')!.scopes[0]!],
    ...filesOf(...samples).filter((name) => name.endsWith('.asl.json')).map((name): [string, ScopeModel] => [name, read(...samples, name)]),
  ];
}
