import { expect, it } from 'vitest';
import { condition } from '../../src/graph/model';

it('tells a choice rule in a few words', () => {
  expect(condition({ Variable: '$.validation.result.outcome', StringEquals: 'accepted', Next: 'A' })).toBe('outcome = accepted');
  expect(condition({ Variable: "$['detail-type']", StringEquals: 'Object Created' })).toBe('detail-type = Object Created');
  expect(condition({ Variable: '$.n', NumericGreaterThanEquals: 3 })).toBe('n ≥ 3');
  expect(condition({ Variable: '$.n', IsPresent: true })).toBe('n is there');
  expect(condition({ Variable: '$.n', IsNull: false })).toBe('n is not null');
  expect(condition({ Variable: '$.n', StringEqualsPath: '$.m' })).toBe('n = $.m');
  expect(condition({ Variable: '$.n', StringMatches: '*.jpg' })).toBe('n matches *.jpg');
});

it('joins what a rule joins', () => {
  expect(condition({ And: [{ Variable: '$.a', BooleanEquals: true }, { Not: { Variable: '$.b', NumericLessThan: 2 } }], Next: 'A' })).toBe('a = true and not (b < 2)');
  expect(condition({ Or: [{ Variable: '$.a', IsString: true }, { Variable: '$.b', StringEquals: 'x' }] })).toBe('a is string or b = x');
});
