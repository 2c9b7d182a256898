import { describe, expect, it } from 'vitest';
import type { LogLine, TraceResponse } from '../../src/api/types';
import { filterLog, logFacts, logOrigins, logText } from '../../src/trace/log';
import { linkTrace } from '../../src/trace/trace';
import accepted from '../traces/accepted.json';

const createLine = (change: Partial<LogLine>): LogLine =>
  ({ number: 1, time: '2026-03-01T12:00:00Z', level: 'INFO', state: 'Validate', attempt: 0, iterations: [], message: 'validate: accepted', details: null, ...change });

const trace = accepted as unknown as TraceResponse;
const named = trace.scopes.map((scope) => (scope.kind === 'iteration' && scope.index === 0 ? { ...scope, name: 'thumb' } : scope));
const originOf = logOrigins(linkTrace({ ...trace, scopes: named }));

describe('the origin of a line', () => {
  it('names the state, the renditions of its iteration, and a retry', () => {
    expect(originOf(createLine({}))).toBe('Validate');
    expect(originOf(createLine({ state: 'Resize', iterations: [0], attempt: 1 }))).toBe('Resize · thumb · attempt 2');
  });

  it('has the number of an iteration that the trace does not know yet', () => {
    expect(originOf(createLine({ state: 'Resize', iterations: [99] }))).toBe('Resize · #99');
  });
});

describe('the facts of a line', () => {
  it('leave out what the rest of the line says', () => {
    const details = { function: 'resize', rendition: 'thumb', outcome: 'made', bytes: 812, RenditionBytes: 812, durationMilliseconds: 3, reason: null };
    expect(logFacts({ details, iterations: [] })).toBe('rendition=thumb bytes=812');
    expect(logFacts({ details, iterations: [0] })).toBe('bytes=812');
    expect(logFacts({ details: null, iterations: [] })).toBe('');
    expect(logText({ stackTrace: 'at A' }, 'stackTrace')).toBe('at A');
    expect(logText({ stackTrace: 3 }, 'stackTrace')).toBeNull();
  });
});

describe('a filter', () => {
  const lines = [
    createLine({}),
    createLine({ number: 2, level: 'WARN', details: { warning: 'The focal point is no number' } }),
    createLine({ number: 3, state: 'Resize', iterations: [0], level: 'ERROR', message: 'resize: IOException', details: { stackTrace: 'at Store.Write()' } }),
  ];
  const find = (filter: { state?: string; level?: string; text?: string }): number[] =>
    filterLog(lines, { state: '', level: '', text: '', ...filter }, originOf).map(({ number }) => number);

  it('is by state, by least level and by text in any part, whatever the case', () => {
    expect(find({})).toEqual([1, 2, 3]);
    expect(find({ state: 'Validate' })).toEqual([1, 2]);
    expect(find({ level: 'WARN' })).toEqual([2, 3]);
    expect(find({ level: 'ERROR' })).toEqual([3]);
    expect(find({ text: ' FOCAL ' })).toEqual([2]);
    expect(find({ text: 'store.write' })).toEqual([3]);
    expect(find({ text: 'thumb' })).toEqual([3]);
    expect(find({ state: 'Validate', text: 'ioexception' })).toEqual([]);
  });
});
