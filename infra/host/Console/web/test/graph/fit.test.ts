import { expect, it } from 'vitest';
import { layOutIn, readableZoom, zoomToFit } from '../../src/graph/fit';
import { readDefinition } from '../../src/graph/model';
import { allDefinitions } from './definitions';

const panel = { width: 774, height: 615 };
const phone = { width: 348, height: 500 };

it.each(allDefinitions().filter(([name]) => name !== 'children of a backfill'))('shows all of %s at a readable size in a panel', (_, scope) => {
  expect(zoomToFit(layOutIn(scope, panel), panel)).toBeGreaterThanOrEqual(readableZoom);
});

it.each(allDefinitions().filter(([name]) => name !== 'children of a backfill'))('shows %s on a phone as wide as the screen', (_, scope) => {
  expect(layOutIn(scope, phone).width * readableZoom).toBeLessThanOrEqual(phone.width);
});

it('does not enlarge a small graph', () => {
  const scope = readDefinition({ StartAt: 'A', States: { A: { Type: 'Pass', End: true } } });
  expect(zoomToFit(layOutIn(scope, panel), panel)).toBe(1);
});
