import { transitionKey } from '../trace/selection';
import { labelHeight } from './labels';
import { linePath } from './line';
import type { EdgeModel } from './model';
import type { EdgeLine } from './picture';

/** Whether an execution took a transition. */
export const isTaken = ({ from, to, kind }: EdgeModel, taken: ReadonlySet<string> | null): boolean => taken?.has(transitionKey(from, to, kind === 'catch')) ?? false;

/** A transition between two states. It is dashed when an error causes it. */
export function GraphEdge({ line, taken }: { line: EdgeLine; taken: ReadonlySet<string> | null }) {
  const { edge, points, label } = line;
  const took = isTaken(edge, taken);
  // Dashes begin at the target, so that those of errors with the same target lie on each other where their lines do.
  const isError = edge.kind === 'catch';
  const arrow = took ? 'url(#arrow-taken)' : 'url(#arrow)';
  const classes = ['way', isError ? 'catch' : '', took ? 'taken' : taken === null ? 'plain' : ''];
  const title = isError ? `On error: ${edge.labels.join(', ')}` : edge.labels.join(' or ');
  return (
    <g class={classes.filter((each) => each !== '').join(' ')}>
      <path d={linePath(isError ? points.toReversed() : points)} {...(isError ? { 'marker-start': arrow } : { 'marker-end': arrow })}>{title !== '' && <title>{title}</title>}</path>
      {label !== null && (
        <text x={label.x} y={label.y - (label.lines.length - 1) * labelHeight / 2 + 4}>
          {label.lines.map((text, index) => <tspan key={text} x={label.x} dy={index === 0 ? 0 : labelHeight}>{text}</tspan>)}
        </text>
      )}
    </g>
  );
}
