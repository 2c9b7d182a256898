import type { GlyphName } from './status';

const paths: Record<GlyphName, string> = {
  check: 'M3.500 8.500l3 3 6-7',
  cross: 'M4 4l8 8M12 4l-8 8',
  busy: 'M8 2.500a5.500 5.500 0 1 1-5.500 5.500',
  bang: 'M8 3v6M8 12.500v.010',
  stop: 'M4 4h8v8H4z',
  clock: 'M8 2.500a5.500 5.500 0 1 0 0 11 5.500 5.500 0 0 0 0-11M8 5v3.200l2 1.300',
  dash: 'M3.500 8h9',
  info: 'M8 7.500V12M8 4v.010',
};

export const glyphPath = (name: GlyphName): string => paths[name];

export function Glyph({ name }: { name: GlyphName }) {
  return <svg class={name === 'busy' ? 'glyph spins' : 'glyph'} viewBox="0 0 16 16" aria-hidden="true"><path d={paths[name]} /></svg>;
}
