import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { RefObject } from 'preact';
import { windowOf, type RowWindow } from './window';

/** Height of a row that was never shown, in pixels. */
const usualHeight = 62;

/** Rows beyond the window's edges that are rendered, too, so that scrolling shows no gap. In pixels. */
const margin = 800;

/** The list is rendered again after this much scrolling, in pixels. */
const step = 100;

/**
 * Renders only the rows of a long list that are near the window. Rows can have different heights: those that were shown are measured.
 * @param rows all rows; each element of the list needs `data-id`
 * @param onShow called with the ids of the rows that the reader sees
 */
export function useRowWindow(rows: readonly { id: number }[], onShow: (ids: readonly number[]) => void): RowWindow & { list: RefObject<HTMLUListElement | null> } {
  const list = useRef<HTMLUListElement>(null);
  const measured = useRef(new Map<number, number>());
  const [view, setView] = useState({ top: 0, height: innerHeight });
  const find = (): void => {
    const box = list.current?.getBoundingClientRect();
    if (box !== undefined) {
      const [top, height] = [Math.floor(-box.top / step) * step, innerHeight];
      setView((before) => (before.top === top && before.height === height ? before : { top, height }));
    }
  };
  useEffect(() => {
    let frame = 0;
    const scrolled = (): void => {
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(find);
    };
    const resized = (): void => {
      measured.current.clear();
      scrolled();
    };
    // Whatever it is that scrolls.
    addEventListener('scroll', scrolled, { capture: true, passive: true });
    addEventListener('resize', resized);
    return () => {
      cancelAnimationFrame(frame);
      removeEventListener('scroll', scrolled, { capture: true });
      removeEventListener('resize', resized);
    };
  }, []);
  useLayoutEffect(() => {
    for (const row of list.current?.children ?? []) {
      measured.current.set(Number((row as HTMLElement).dataset['id']), (row as HTMLElement).offsetHeight);
    }

    find();
  });
  const heights = rows.map(({ id }) => measured.current.get(id) ?? usualHeight);
  const shown = windowOf(heights, view.top, view.top + step + view.height);
  const ids = rows.slice(shown.first, shown.end).map(({ id }) => id);
  useEffect(() => onShow(ids), [ids.join()]);
  useEffect(() => () => onShow([]), []);
  return { list, ...windowOf(heights, view.top - margin, view.top + step + view.height + margin) };
}
