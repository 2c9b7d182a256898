import { Glyph } from '../../components/Glyph';
import { outcomeAppearance } from '../../components/status';
import type { Scope, Trace } from '../../trace/model';
import { iterationChoices, iterationLabel, type Selection } from '../../trace/selection';

interface Props {
  trace: Trace;
  selection: Selection;
  onSelect: (selection: Selection) => void;
}

const maxChips = 24;

/** Chooses the iteration of a Map that the graph shows. Without a choice the graph shows all iterations together. */
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
      {iterationChoices(trace, selection).map(({ map, iterations }) => (
        <div key={map} class="iterations" data-testid={`iterations-${map}`}>
          <span class="muted">Iterations of <strong>{map}</strong></span>
          {iterations.length <= maxChips
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
      {iterations.map((iteration) => {
        const { index, name, outcome } = iteration;
        const appearance = outcomeAppearance[outcome];
        return (
          <button
            key={index} type="button" class="chip" data-tone={appearance.tone} aria-pressed={chosen === index} title={name ?? undefined}
            aria-label={`${iterationLabel(iteration)}, ${appearance.text}`} onClick={() => onChoose(index)}
          >
            <Glyph name={appearance.glyph} />{iterationLabel(iteration)}
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
      {iterations.map((iteration) => (
        <option key={iteration.index} value={iteration.index}>{iterationLabel(iteration)} · {outcomeAppearance[iteration.outcome].text}</option>
      ))}
    </select>
  );
}
