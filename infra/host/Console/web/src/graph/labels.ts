import type { EdgeModel } from './model';

/** Returns the width of a text in pixels. Titles have a larger and bolder font than labels. */
export type Measure = (text: string, kind: 'title' | 'label') => number;

/** An estimate for use without a screen. */
export const estimateWidth: Measure = (text, kind) => text.length * (kind === 'title' ? 7.4 : 6);

export const labelHeight = 14;

/** The labels of transitions: their lines and size. */
export class Labels {
  /** @param maxLength longest line in characters; what is longer ends in an ellipsis */
  constructor(private readonly measure: Measure, private readonly maxLength: number) {}

  linesOf(edge: EdgeModel): string[] {
    // Most states catch every error, and the dashed line already shows that.
    // For `outcome = accepted` the value is enough: the rules of one Choice usually test the same variable.
    return edge.labels.filter((text) => text !== 'any error').map((text) => text.replace(/^[\w-]+ = /, '')).flatMap(breakName)
      .map((text) => (text.length > this.maxLength ? `${text.slice(0, this.maxLength - 1)}…` : text));
  }

  widthOf(edge: EdgeModel): number {
    return Math.max(0, ...this.linesOf(edge).map((line) => this.measure(line, 'label')));
  }

  heightOf(edge: EdgeModel): number {
    return this.linesOf(edge).length * labelHeight;
  }
}

/** Breaks a long name before its last word, as in `CorruptImage` and `Exception`. */
function breakName(text: string): string[] {
  const parts = /^([\w.]{6,})([A-Z][a-z]{5,})$/.exec(text);
  return text.length > 16 && parts !== null ? [parts[1]!, parts[2]!] : [text];
}
