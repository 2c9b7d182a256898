import { useState } from 'preact/hooks';
import type { Json } from '../api/types';
import { CopyButton } from './CopyButton';

const initialOpenDepth = 2;
const childrenPerBatch = 100;
const maxTextLength = 400;

interface Props {
  value: Json;
  /** Names the value in the caption and in the label of the copy button. */
  title: string;
  testId?: string;
}

/** Shows JSON as a tree that folds. */
export function JsonView({ value, title, testId }: Props) {
  const [all, setAll] = useState(false);
  return (
    <section aria-label={title} data-testid={testId}>
      <div class="json-head">
        <h3>{title}</h3>
        <span class="row">
          {depthOf(value) > initialOpenDepth && (
            <button type="button" class="button slim" aria-label={`${all ? 'Collapse' : 'Expand all'} of ${title}`} onClick={() => setAll(!all)} data-testid="expand-all">
              {all ? 'Collapse' : 'Expand all'}
            </button>
          )}
          <CopyButton text={() => JSON.stringify(value, null, 2)} subject={title} />
        </span>
      </div>
      <div class="json" tabIndex={0} role="group" aria-label={`${title} as JSON`}><Node key={String(all)} name={null} value={value} depth={0} openDepth={all ? Infinity : initialOpenDepth} /></div>
    </section>
  );
}

/** How many objects and arrays are inside each other. 0 for a text or a number. */
const depthOf = (value: Json): number =>
  (typeof value === 'object' && value !== null ? 1 + Math.max(0, ...Object.values(value).map(depthOf)) : 0);

function Node({ name, value, depth, openDepth }: { name: string | null; value: Json; depth: number; openDepth: number }) {
  const [open, setOpen] = useState(depth < openDepth);
  const [visibleChildren, setVisibleChildren] = useState(childrenPerBatch);
  const label = name === null ? null : <span class="name">{name}: </span>;
  if (typeof value !== 'object' || value === null) {
    return <div class="leaf">{label}<Leaf value={value} /></div>;
  }

  const entries: [string, Json][] = Array.isArray(value) ? value.map((item, index) => [String(index), item]) : Object.entries(value);
  const [before, after] = Array.isArray(value) ? ['[', ']'] : ['{', '}'];
  if (entries.length === 0) {
    return <div class="leaf">{label}<span class="hint">{before}{after}</span></div>;
  }

  return (
    <details open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{label}<span class="hint">{before} {describeSize(value, entries.length)} {after}</span></summary>
      {open && (
        <ul>
          {entries.slice(0, visibleChildren).map(([key, child]) => <li key={key}><Node name={key} value={child} depth={depth + 1} openDepth={openDepth} /></li>)}
          {entries.length > visibleChildren && (
            <li><button type="button" class="link-button" onClick={() => setVisibleChildren(visibleChildren + childrenPerBatch)}>Show {entries.length - visibleChildren} more</button></li>
          )}
        </ul>
      )}
    </details>
  );
}

function Leaf({ value }: { value: string | number | boolean | null }) {
  const [isExpanded, setIsExpanded] = useState(false);
  if (typeof value !== 'string') {
    return <span class="plain">{String(value)}</span>;
  }

  const isCut = value.length > maxTextLength && !isExpanded;
  return (
    <>
      <span class="string">"{isCut ? value.slice(0, maxTextLength) : value}{isCut ? '…' : '"'}</span>
      {isCut && <button type="button" class="link-button" onClick={() => setIsExpanded(true)}> Show all {value.length} characters</button>}
    </>
  );
}

const describeSize = (value: Json, count: number): string =>
  Array.isArray(value) ? `${count} ${count === 1 ? 'element' : 'elements'}` : `${count} ${count === 1 ? 'member' : 'members'}`;

/** Parses JSON text. Text that is not JSON is returned as a string. */
export function parseJson(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}
