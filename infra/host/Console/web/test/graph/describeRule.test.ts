import { expect, it } from 'vitest';
import { describeRule } from '../../src/graph/model';

it('describes a choice rule in a few words', () => {
  expect(describeRule({ Variable: '$.validation.result.outcome', StringEquals: 'accepted', Next: 'A' })).toBe('outcome = accepted');
  expect(describeRule({ Variable: "$['detail-type']", StringEquals: 'Object Created' })).toBe('detail-type = Object Created');
  expect(describeRule({ Variable: '$.n', NumericGreaterThanEquals: 3 })).toBe('n ≥ 3');
  expect(describeRule({ Variable: '$.n', IsPresent: true })).toBe('n is present');
  expect(describeRule({ Variable: '$.n', IsNull: false })).toBe('n is not null');
  expect(describeRule({ Variable: '$.n', StringEqualsPath: '$.m' })).toBe('n = $.m');
  expect(describeRule({ Variable: '$.n', StringMatches: '*.jpg' })).toBe('n matches *.jpg');
});

it('joins the operands of And and Or', () => {
  expect(describeRule({ And: [{ Variable: '$.a', BooleanEquals: true }, { Not: { Variable: '$.b', NumericLessThan: 2 } }], Next: 'A' })).toBe('a = true and not (b < 2)');
  expect(describeRule({ Or: [{ Variable: '$.a', IsString: true }, { Variable: '$.b', StringEquals: 'x' }] })).toBe('a is string or b = x');
});
