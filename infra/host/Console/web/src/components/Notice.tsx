import type { ComponentChildren } from 'preact';
import { Glyph } from './Glyph';
import type { Tone } from './status';

interface Props {
  tone: Tone;
  title: string;
  children?: ComponentChildren;
  testId?: string;
}

/** A message within the page. Screen readers announce one about a fault immediately. */
export function Notice({ tone, title, children, testId }: Props) {
  return (
    <div class="notice" data-tone={tone} role={tone === 'bad' ? 'alert' : 'status'} data-testid={testId}>
      <Glyph name={tone === 'good' ? 'check' : tone === 'bad' ? 'cross' : tone === 'warn' ? 'bang' : 'info'} />
      <div><strong>{title}</strong>{children !== undefined && <div>{children}</div>}</div>
    </div>
  );
}
