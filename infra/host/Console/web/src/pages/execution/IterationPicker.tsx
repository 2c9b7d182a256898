import { Glyph } from '../../components/Glyph';
import { outcomeLook } from '../../components/status';
import type { Scope, Trace } from '../../trace/model';
import { choices, type Selection } from '../../trace/selection';

interface Props {
  trace: Trace;
  selection: Selection;
  onSelect: (selection: Selection) => void;
}

const mostChips = 24;

/** Which iteration of a Map the graph shows; all together unless one is chosen. */
export function IterationPicker({ trace, selection, onSelect }: Props) {
  const choose = (map: string, index: number | null): void => {
    const next = new Map(selection);
    if (index === null) {
      next.delete(map);
    } else {
      next.set(map, index);
    }

    onSelect(next);
  };
  return (
    <>
      {choices(trace, selection).map(({ map, iterations }) => (
        <div key={map} class="iterations" data-testid={`iterations-${map}`}>
          <span class="muted">Iterations of <strong>{map}</strong></span>
          {iterations.length <= mostChips
            ? <Chips map={map} iterations={iterations} chosen={selection.get(map) ?? null} onChoose={(index) => choose(map, index)} />
            : <List map={map} iterations={iterations} chosen={selection.get(map) ?? null} onChoose={(index) => choose(map, index)} />}
        </div>
      ))}
    </>
  );
}

interface ChooserProps {
  map: string;
  iterations: readonly Scope[];
  chosen: number | null;
  onChoose: (index: number | null) => void;
}

function Chips({ map, iterations, chosen, onChoose }: ChooserProps) {
  return (
    <div class="chips" role="group" aria-label={`Iteration of ${map}`}>
      <button type="button" class="chip" aria-pressed={chosen === null} onClick={() => onChoose(null)}>All</button>
      {iterations.map(({ index, outcome }) => {
        const look = outcomeLook[outcome];
        return (
          <button
            key={index} type="button" class="chip" data-tone={look.tone} aria-pressed={chosen === index} aria-label={`Iteration ${index}, ${look.text}`}
            onClick={() => onChoose(index)}
          >
            <Glyph name={look.glyph} />{index}
          </button>
        );
      })}
    </div>
  );
}

function List({ map, iterations, chosen, onChoose }: ChooserProps) {
  return (
    <select
      class="select" aria-label={`Iteration of ${map}`} value={chosen ?? ''}
      onChange={({ currentTarget: { value } }) => onChoose(value === '' ? null : Number(value))}
    >
      <option value="">All {iterations.length}</option>
      {iterations.map(({ index, outcome }) => <option key={index} value={index}>{index} · {outcomeLook[outcome].text}</option>)}
    </select>
  );
}
