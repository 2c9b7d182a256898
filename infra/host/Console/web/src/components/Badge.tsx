import { Glyph } from './Glyph';
import type { Appearance } from './status';

export function Badge({ appearance, testId }: { appearance: Appearance; testId?: string }) {
  return <span class="badge" data-tone={appearance.tone} data-testid={testId}><Glyph name={appearance.glyph} />{appearance.text}</span>;
}
