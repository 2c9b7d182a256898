import { Glyph } from '../../components/Glyph';
import { outcomeAppearance } from '../../components/status';

export function Legend() {
  return (
    <div class="legend">
      {Object.values(outcomeAppearance).map(({ tone, glyph, text }) => <span key={text} data-tone={tone}><Glyph name={glyph} />{text}</span>)}
      <span>◯ Not reached</span>
      <span>┄ On error</span>
      <span>↻ Retries</span>
    </div>
  );
}
