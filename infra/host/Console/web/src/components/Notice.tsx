import type { ComponentChildren } from 'preact';
import { Glyph } from './Glyph';
import type { Tone } from './status';

interface Props {
  tone: Tone;
  title: string;
  children?: ComponentChildren;
  testId?: string;
}

/** A message that stands in the page. One that tells of a fault is read out at once. */
export function Notice({ tone, title, children, testId }: Props) {
  return (
    <div class="notice" data-tone={tone} role={tone === 'bad' ? 'alert' : 'status'} data-testid={testId}>
      <Glyph name={tone === 'good' ? 'check' : tone === 'bad' ? 'cross' : tone === 'warn' ? 'bang' : 'info'} />
      <div><strong>{title}</strong>{children !== undefined && <div>{children}</div>}</div>
    </div>
  );
}
