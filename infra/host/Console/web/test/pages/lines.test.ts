import { describe, expect, it } from 'vitest';
import { jsonLines, lineOf, pathOfState } from '../../src/pages/definition/lines';

const text = `{
  "StartAt": "A",
  "States": {
    "A": { "Type": "Pass",
      "Next": "B \\" {" },
    "Each": {
      "ItemProcessor": { "StartAt": "In", "States": {
        "In": { "Type": "Task",
          "Retry": [
            { "ErrorEquals": ["X"] },
            { "MaxAttempts": 0 }
          ] } } } }
  }
}`;

describe('lines of a definition', () => {
  const lines = jsonLines(text);

  it('are found by JSON paths', () => {
    expect(lineOf(lines, '$.States.A.Next')).toBe(5);
    expect(lineOf(lines, '$.States.Each.ItemProcessor.States.In.Retry[1].MaxAttempts')).toBe(11);
    expect(lineOf(lines, "$['States']['A']['Type']")).toBe(4);
  });

  it('are those of the nearest parent when a path does not exist', () => {
    expect(lineOf(lines, '$.States.A.Gone[3].Deeper')).toBe(4);
    expect(lineOf(lines, '$.Nothing')).toBe(1);
  });

  it('are found by the names of states, including nested ones', () => {
    expect(pathOfState(lines, 'In')).toBe('$.States.Each.ItemProcessor.States.In');
    expect(pathOfState(lines, 'Out')).toBeNull();
  });

  it('go as far as the text is JSON', () => {
    const broken = jsonLines(text.replace('"States": {', '"States": {,'));
    expect(broken.get('$.StartAt')).toBe(2);
    expect(broken.has('$.States.A')).toBe(false);
    expect(jsonLines('').get('$')).toBe(1);
    expect(jsonLines('{ "a": [1, { "b"').get('$.a[1]')).toBe(1);
  });
});
