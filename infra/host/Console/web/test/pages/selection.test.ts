import { describe, expect, it } from 'vitest';
import { readFilter, toQuery } from '../../src/pages/images/filter';
import { foldersOf, runForEach, toggle } from '../../src/pages/images/selection';

const keys = ['a', 'b', 'c', 'd'];

describe('a selection', () => {
  it('changes one key at a time', () => {
    expect([...toggle(new Set(), keys, 'b', null)]).toEqual(['b']);
    expect([...toggle(new Set(['b', 'c']), keys, 'b', null)]).toEqual(['c']);
  });

  it('changes a range in either direction', () => {
    expect([...toggle(new Set(['b']), keys, 'd', 'b')]).toEqual(['b', 'c', 'd']);
    expect([...toggle(new Set(['d']), keys, 'b', 'd')].toSorted()).toEqual(['b', 'c', 'd']);
    expect([...toggle(new Set(keys), keys, 'c', 'a')]).toEqual(['d']);
  });

  it('ignores an anchor that is not listed any more', () => {
    expect([...toggle(new Set(), keys, 'd', 'gone')]).toEqual(['d']);
  });
});

describe('an action on many', () => {
  it('goes on after a failure, and names what failed', async () => {
    const counts: number[] = [];
    const { failures, left } = await runForEach(
      keys, (key) => (key === 'a' || key === 'c' ? Promise.reject(new Error(`no ${key}`)) : Promise.resolve()), (count) => counts.push(count), () => false, 2,
    );

    expect(failures).toEqual([{ key: 'a', message: 'no a' }, { key: 'c', message: 'no c' }]);
    expect(left).toEqual([]);
    expect(counts).toEqual([1, 2, 3, 4]);
  });

  it('leaves out the rest when it is stopped', async () => {
    const begun: string[] = [];
    const { failures, left } = await runForEach(keys, (key) => Promise.resolve(begun.push(key)), () => undefined, () => begun.length >= 2, 1);

    expect([begun, failures, left]).toEqual([['a', 'b'], [], ['c', 'd']]);
  });
});

describe('folders', () => {
  it('lead to a prefix', () => {
    expect(foldersOf('')).toEqual([]);
    expect(foldersOf('cats/small/')).toEqual([{ name: 'cats', prefix: 'cats/' }, { name: 'small', prefix: 'cats/small/' }]);
    expect(foldersOf('/a/')).toEqual([{ name: '(empty)', prefix: '/' }, { name: 'a', prefix: '/a/' }]);
  });

  it('are listed unless a text is searched for', () => {
    expect(toQuery(readFilter(new URLSearchParams('view=folders&prefix=cats/')))).toMatchObject({ prefix: 'cats/', delimiter: '/' });
    expect(toQuery(readFilter(new URLSearchParams('view=folders&text=x&sort=size&order=asc')))).toMatchObject({ text: 'x', delimiter: '', sort: 'size', order: 'asc' });
    expect(readFilter(new URLSearchParams('sort=colour&order=up'))).toMatchObject({ sort: '', order: '' });
  });
});
