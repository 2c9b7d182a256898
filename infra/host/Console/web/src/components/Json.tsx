import { useState } from 'preact/hooks';
import type { Json } from '../api/types';
import { CopyButton } from './CopyButton';

const openDepth = 2;
const childrenAtOnce = 100;
const longText = 400;

interface Props {
  value: Json;
  /** What it is, for its caption and its button. */
  title: string;
  testId?: string;
}

/** JSON that folds. */
export function JsonView({ value, title, testId }: Props) {
  return (
    <section aria-label={title} data-testid={testId}>
      <div class="json-head"><h3>{title}</h3><CopyButton text={() => JSON.stringify(value, null, 2)} what={title} /></div>
      <div class="json" tabIndex={0} role="group" aria-label={`${title} as JSON`}><Node name={null} value={value} depth={0} /></div>
    </section>
  );
}

function Node({ name, value, depth }: { name: string | null; value: Json; depth: number }) {
  const [open, setOpen] = useState(depth < openDepth);
  const [shown, setShown] = useState(childrenAtOnce);
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
      <summary>{label}<span class="hint">{before} {summary(value, entries.length)} {after}</span></summary>
      {open && (
        <ul>
          {entries.slice(0, shown).map(([key, child]) => <li key={key}><Node name={key} value={child} depth={depth + 1} /></li>)}
          {entries.length > shown && (
            <li><button type="button" class="link-button" onClick={() => setShown(shown + childrenAtOnce)}>{entries.length - shown} more</button></li>
          )}
        </ul>
      )}
    </details>
  );
}

function Leaf({ value }: { value: string | number | boolean | null }) {
  const [whole, setWhole] = useState(false);
  if (typeof value !== 'string') {
    return <span class="plain">{String(value)}</span>;
  }

  const cut = value.length > longText && !whole;
  return (
    <>
      <span class="string">"{cut ? value.slice(0, longText) : value}{cut ? '…' : '"'}</span>
      {cut && <button type="button" class="link-button" onClick={() => setWhole(true)}> all {value.length} characters</button>}
    </>
  );
}

const summary = (value: Json, count: number): string =>
  Array.isArray(value) ? `${count} ${count === 1 ? 'item' : 'items'}` : `${count} ${count === 1 ? 'member' : 'members'}`;

/** JSON text as a value; text that is none as itself. */
export function parseJson(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}
