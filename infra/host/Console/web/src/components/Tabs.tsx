import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

interface Props {
  label: string;
  tabs: readonly { id: string; title: string }[];
  selected: string;
  onSelect: (id: string) => void;
  children: ComponentChildren;
}

/** A list of tabs. It is one stop of the Tab key; the arrow keys move between tabs. */
export function Tabs({ label, tabs, selected, onSelect, children }: Props) {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // On a phone, the list may be wider than the window.
    const [outer, inner] = [list.current, list.current?.querySelector('[aria-selected="true"]')].map((element) => element?.getBoundingClientRect());
    if (list.current !== null && outer !== undefined && inner !== undefined) {
      list.current.scrollLeft += Math.max(0, inner.right - outer.right) - Math.max(0, outer.left - inner.left);
    }
  }, [selected, tabs.map(({ title }) => title).join()]);
  const onKey = (event: KeyboardEvent): void => {
    const offset = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    const selectedIndex = tabs.findIndex(({ id }) => id === selected);
    const next = tabs[(selectedIndex + offset + tabs.length) % tabs.length];
    if (offset !== 0 && next !== undefined) {
      event.preventDefault();
      onSelect(next.id);
      list.current?.querySelector<HTMLElement>(`[data-tab="${next.id}"]`)?.focus();
    }
  };
  return (
    <>
      <div class="tabs" role="tablist" aria-label={label} ref={list} onKeyDown={onKey}>
        {tabs.map(({ id, title }) => (
          <button
            key={id} type="button" class="tab" role="tab" data-tab={id} aria-selected={id === selected} tabIndex={id === selected ? 0 : -1}
            onClick={() => onSelect(id)} data-testid={`tab-${id}`}
          >
            {title}
          </button>
        ))}
      </div>
      <div role="tabpanel" aria-label={tabs.find(({ id }) => id === selected)?.title}>{children}</div>
    </>
  );
}
