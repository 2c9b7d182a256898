import type { QueryResult, SavedQuery } from '../../api/types';
import { EmptyState } from '../../components/EmptyState';
import { plural } from '../../components/format';
import { barsOf, cellOf, isNumeric, titleOf } from './results';

/** A result as a table, with a bar for the measure in each row. */
export function ResultTable({ result, query }: { result: QueryResult; query: SavedQuery }) {
  const { columns, rows, rowCount } = result;
  const bars = barsOf(result, query.measure);
  const measure = columns.find(({ name }) => name === query.measure);
  if (rows.length === 0) {
    return <EmptyState title="Nothing to show">No image or upload matches this query.</EmptyState>;
  }

  return (
    <div class="result" data-testid="result">
      <div class="table-scroll" tabIndex={0} role="region" aria-label={query.title}>
        <table class="table">
          <thead><tr>{columns.map((column, index) => <th key={index} scope="col" class={isNumeric(column) ? 'number' : ''}>{titleOf(column)}</th>)}</tr></thead>
          <tbody>
            {rows.map((row, index) => (
              <tr key={index}>
                {columns.map((column, number) => {
                  const { text, isNumber, title, link } = cellOf(column, row[number]);
                  return (
                    <td key={number} class={isNumber ? 'number' : 'wrap-anywhere'} title={title ?? undefined}>
                      {link === null ? text : <a href={link}>{text}</a>}
                      {number === 0 && <span class="share" aria-hidden="true"><span style={{ width: `${(bars[index] ?? 0) * 100}%` }} /></span>}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p class="muted small result-note">
        {rowCount > rows.length ? `The first ${rows.length} of ${plural(rowCount, 'row')}` : plural(rowCount, 'row')}
        {measure !== undefined && `; bars: ${titleOf(measure).toLowerCase()}`}
      </p>
    </div>
  );
}
