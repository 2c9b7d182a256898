import type { Measure } from './labels';
import { defaultLayout, layOut } from './layout';
import type { ScopeModel } from './model';
import type { Picture, Size } from './picture';

/** The smallest texts have 12 pixels, and at least 11 on the screen. A little more allows for rounding. */
export const readableZoom = 11.01 / 12;

const shortLabel = 13;
const maxColumns = 5;

/** The layout of a scope that is largest when all of it is visible. If none is readable then, the one that needs the least scrolling, downwards if possible. */
export function layOutIn(scope: ScopeModel, room: Size, measure?: Measure): Picture {
  const innerChoices = scope.states.some(({ scopes }) => scopes.length > 0) ? [1, 2] : [1];
  let best: { picture: Picture; score: number } | null = null;
  for (const maxLabel of [defaultLayout.maxLabel, shortLabel]) {
    for (const innerColumns of innerChoices) {
      for (let columns = 1; columns <= maxColumns; columns++) {
        const picture = layOut(scope, measure, { columns, innerColumns, maxLabel });
        // With one column, the other states are below the main path instead of beside it.
        const score = scoreOf(picture, room) - (columns === 1 ? 0.02 : 0);
        best = best === null || score > best.score + 0.001 ? { picture, score } : best;
        if (score >= 1 || picture.width * readableZoom > room.width) {
          break;
        }
      }
    }

    if (best !== null && best.score > 0) {
      break;
    }
  }

  return best!.picture;
}

export const zoomToFit = ({ width, height }: Size, room: Size): number => Math.min(1, room.width / Math.max(1, width), room.height / Math.max(1, height));

function scoreOf(picture: Picture, room: Size): number {
  const zoom = zoomToFit(picture, room);
  if (zoom >= readableZoom) {
    return zoom;
  }

  const [tooWide, tooHigh] = [(picture.width * readableZoom) / room.width - 1, (picture.height * readableZoom) / room.height - 1];
  return tooWide <= 0 ? -tooHigh : -100 - tooWide * 10 - Math.max(0, tooHigh);
}
