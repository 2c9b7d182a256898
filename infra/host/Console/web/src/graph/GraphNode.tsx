import { glyphPath } from '../components/Glyph';
import { plural } from '../components/format';
import { outcomeAppearance } from '../components/status';
import type { StateStatus } from '../trace/selection';
import { kindOf } from './model';
import type { NodeBox } from './picture';

interface Props {
  node: NodeBox;
  status: StateStatus | null;
  /** Whether the graph shows a definition without an execution, so that no state counts as reached or not reached. */
  isPlain: boolean;
  selected: boolean;
  tabStop: boolean;
  onSelect: () => void;
  onFocus: () => void;
  onKey: (event: KeyboardEvent) => void;
}

const header = 38;

/** A state's box. For a Map or Parallel it is a frame around the inner states. */
export function GraphNode({ node, status, isPlain, selected, tabStop, onSelect, onFocus, onKey }: Props) {
  const { state, x, y, width, height, inner } = node;
  const appearance = status === null ? null : outcomeAppearance[status.outcome];
  const retries = status?.retries ?? 0;
  const text = appearance?.text ?? (isPlain ? '' : 'Not reached');
  const kind = status !== null && status.iterations > 0 ? `${kindOf(state)} · ${plural(status.iterations, 'iteration')}` : kindOf(state);
  // The name begins with the visible text, so that speech control can find the state by it.
  const visibleText = `${state.name} ${kind}${retries > 0 ? ` ↻ ${plural(retries, 'retry', 'retries')}` : ''}`;
  const name = text === '' ? visibleText : `${visibleText}, ${text}`;
  const middle = inner === null ? height / 2 : header / 2;
  const classes = ['state', inner === null ? '' : 'around', state.isEnd ? 'end' : '', selected ? 'selected' : '', appearance === null && !isPlain ? 'unreached' : ''];
  return (
    <g
      class={classes.filter((each) => each !== '').join(' ')} transform={`translate(${x} ${y})`} data-state={state.name} data-outcome={status?.outcome ?? 'none'}
      data-tone={appearance?.tone ?? 'idle'} data-retries={retries} role="button" tabIndex={tabStop ? 0 : -1} aria-label={name} aria-pressed={selected} onClick={onSelect} onFocus={onFocus}
      onKeyDown={onKey}
    >
      <rect class="ground" width={width} height={height} rx={state.isEnd ? 20 : 8} />
      <g transform={`translate(${state.isEnd ? 13 : 9} ${middle - 8})`}>
        {appearance === null
          ? <circle class="pending" cx="8" cy="8" r="4" />
          : <path class={appearance.glyph === 'busy' ? 'mark spins' : 'mark'} d={glyphPath(appearance.glyph)} />}
      </g>
      <text class="title" x={state.isEnd ? 34 : 30} y={middle - 1}>{state.name}</text>
      {' '}
      <text class="kind" x={state.isEnd ? 34 : 30} y={middle + 12}>{kind}</text>
      {' '}
      {retries > 0 && (
        <g class="retries" transform={`translate(${width - (state.isEnd ? 50 : 44)} ${middle + 2})`} data-testid="retries">
          <rect width={39} height={15} rx={7.5} />
          <text x={19.5} y={11.5}>↻ {retries}</text>
        </g>
      )}
    </g>
  );
}
