import { useEffect, useMemo, useRef } from 'preact/hooks';

interface Props {
  text: string;
  /** Numbers of the lines with errors, from 1. */
  errorLines: ReadonlySet<number>;
  /** The line to scroll to, from 1. Null for none. */
  target: number | null;
}

// Names, strings, numbers and literals of JSON. Everything else stays unhighlighted.
const token = /("(?:[^"\\]|\\.)*")(\s*:)?|(-?\d[\d.eE+-]*|\btrue\b|\bfalse\b|\bnull\b)/g;

export function DefinitionText({ text, errorLines, target }: Props) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const line = box.current?.querySelector<HTMLElement>(`[data-line="${target}"]`);
    if (line != null && box.current !== null) {
      box.current.scrollTop += line.getBoundingClientRect().top - box.current.getBoundingClientRect().top - 40;
    }
  }, [target]);
  const lines = useMemo(() => text.split('\n').map(highlight), [text]);
  return (
    <div class="definition-text" ref={box} tabIndex={0} role="region" aria-label="Text of the file" data-testid="definition-text">
      <pre>
        {lines.map((line, index) => (
          <span key={index} class={['line', errorLines.has(index + 1) ? 'wrong' : '', target === index + 1 ? 'target' : ''].join(' ').trim()} data-line={index + 1}>
            {line}{'\n'}
          </span>
        ))}
      </pre>
    </div>
  );
}

function highlight(line: string) {
  const parts = [];
  let end = 0;
  for (const match of line.matchAll(token)) {
    const [all, string, colon, word] = match;
    parts.push(line.slice(end, match.index));
    parts.push(<span class={word !== undefined ? 'plain' : colon !== undefined ? 'name' : 'string'}>{word ?? string}</span>, colon ?? '');
    end = match.index + all.length;
  }

  return [...parts, line.slice(end)];
}
