import type { ComponentChildren } from 'preact';
import { useTitle } from './hooks';

/** Says that there is nothing to show, and what to do about it. With level `h1` it is the whole page, and names the tab. */
export function EmptyState({ title, level: Title = 'strong', children }: { title: string; level?: 'strong' | 'h1'; children?: ComponentChildren }) {
  useTitle(Title === 'h1' ? title : null);
  return <div class="empty" data-testid="empty"><Title>{title}</Title>{children !== undefined && <p>{children}</p>}</div>;
}
