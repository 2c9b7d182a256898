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
  return (
    <section aria-label={title} data-testid={testId}>
      <div class="json-head"><h3>{title}</h3><CopyButton text={() => JSON.stringify(value, null, 2)} subject={title} /></div>
      <div class="json" tabIndex={0} role="group" aria-label={`${title} as JSON`}><Node name={null} value={value} depth={0} /></div>
    </section>
  );
}

function Node({ name, value, depth }: { name: string | null; value: Json; depth: number }) {
  const [open, setOpen] = useState(depth < initialOpenDepth);
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
          {entries.slice(0, visibleChildren).map(([key, child]) => <li key={key}><Node name={key} value={child} depth={depth + 1} /></li>)}
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
