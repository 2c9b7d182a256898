import { transitionKey } from '../trace/selection';
import { labelHeight } from './labels';
import { linePath } from './line';
import type { EdgeLine } from './picture';

/** A transition between two states. It is dashed when an error causes it. */
export function GraphEdge({ line, taken }: { line: EdgeLine; taken: ReadonlySet<string> | null }) {
  const { edge, points, label } = line;
  const isTaken = taken?.has(transitionKey(edge.from, edge.to, edge.kind === 'catch')) ?? false;
  const classes = ['way', edge.kind === 'catch' ? 'catch' : '', isTaken ? 'taken' : taken === null ? 'plain' : ''];
  const title = edge.kind === 'catch' ? `On error: ${edge.labels.join(', ')}` : edge.labels.join(' or ');
  return (
    <g class={classes.filter((each) => each !== '').join(' ')}>
      <path d={linePath(points)} marker-end={isTaken ? 'url(#arrow-taken)' : 'url(#arrow)'}>{title !== '' && <title>{title}</title>}</path>
      {label !== null && (
        <text x={label.x} y={label.y - (label.lines.length - 1) * labelHeight / 2 + 4}>
          {label.lines.map((text, index) => <tspan key={text} x={label.x} dy={index === 0 ? 0 : labelHeight}>{text}</tspan>)}
        </text>
      )}
    </g>
  );
}
