import { Glyph } from './Glyph';
import type { Look } from './status';

export function Badge({ look, testId }: { look: Look; testId?: string }) {
  return <span class="badge" data-tone={look.tone} data-testid={testId}><Glyph name={look.glyph} />{look.text}</span>;
}
