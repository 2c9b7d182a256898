import type { Measure } from './labels';

/** Creates a function that measures texts in the fonts that graph.css sets. */
export function createMeasure(): Measure {
  const context = document.createElement('canvas').getContext('2d')!;
  const family = getComputedStyle(document.documentElement).getPropertyValue('--sans');
  return (text, kind) => {
    context.font = kind === 'title' ? `600 13px ${family}` : `12px ${family}`;
    return context.measureText(text).width;
  };
}
