import { describe, expect, it } from 'vitest';
import type { QueryResult } from '../../src/api/types';
import { formatTime } from '../../src/components/format';
import { barsOf, cellOf, titleOf } from '../../src/pages/numbers/results';

const column = (name: string, type = 'VARCHAR') => ({ name, type });

describe('a value of a result', () => {
  it('has the unit of its column', () => {
    expect(cellOf(column('bytes', 'BIGINT'), 4_400_000).text).toBe('4.4 MB');
    expect(cellOf(column('saved', 'HUGEINT'), -2000).text).toBe('−2.0 kB');
    expect(cellOf(column('saved_percent', 'DOUBLE'), 71.25).text).toBe('71.3 %');
    expect(cellOf(column('images', 'BIGINT'), 1_234_567).text).toBe('1,234,567');
    expect(cellOf(column('damaged', 'BOOLEAN'), true).text).toBe('yes');
  });

  it('is a dash if there is none', () => {
    expect(cellOf(column('format'), null).text).toBe('–');
    expect(cellOf(column('format'), undefined).text).toBe('–');
  });

  it('is a time in UTC', () => {
    expect(cellOf(column('last_seen', 'TIMESTAMP'), '2026-11-29 13:05:00.12').text).toBe(formatTime('2026-11-29T13:05:00.120Z'));
    expect(cellOf(column('last_seen', 'TIMESTAMP'), '290309-12-22 (BC) 00:00:00').text).toBe('290309-12-22 (BC) 00:00:00');
    expect(cellOf(column('day', 'DATE'), '2026-11-29').text).toBe('2026-11-29');
  });

  it('links to its image, whatever the key', () => {
    expect(cellOf(column('key'), 'cats/"><script>.jpg')).toEqual({ text: 'cats/"><script>.jpg', isNumber: false, title: null, link: '#/images/cats%2F%22%3E%3Cscript%3E.jpg' });
    expect(cellOf(column('example'), 'javascript:alert(1)').link).toBe('#/images/javascript%3Aalert(1)');
    expect(cellOf(column('creator'), 'a').link).toBeNull();
  });

  it('is short where only the beginning is read', () => {
    expect(cellOf(column('sha256'), 'a'.repeat(64))).toMatchObject({ text: 'aaaaaaaaaaaa…', title: 'a'.repeat(64) });
  });
});

describe('the name of a column', () => {
  it('is in words', () => {
    expect(['original_bytes', 'saved_percent', 'n'].map((name) => titleOf(column(name)))).toEqual(['Original bytes', 'Saved %', 'N']);
  });
});

describe('the bars of a result', () => {
  const result = (...values: (number | string | null)[]): QueryResult =>
    ({ name: 'a', columns: [column('name'), column('saved', 'BIGINT')], rows: values.map((value) => ['x', value]), rowCount: values.length });

  it('are parts of the largest value', () => {
    expect(barsOf(result(10, 5, 0), 'saved')).toEqual([1, 0.5, 0]);
  });

  it('are empty for what is no amount', () => {
    expect(barsOf(result(-10, null, 'x', 4), 'saved')).toEqual([0, 0, 0, 1]);
    expect(barsOf(result(-10, null), 'saved')).toEqual([0, 0]);
    expect(barsOf(result(1, 2), 'other')).toEqual([0, 0]);
    expect(barsOf(result(), 'saved')).toEqual([]);
  });
});
