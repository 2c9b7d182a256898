import type { ComponentChildren } from 'preact';

/** Says that there is nothing to show, and what to do about it. */
export function EmptyState({ title, level: Title = 'strong', children }: { title: string; level?: 'strong' | 'h1'; children?: ComponentChildren }) {
  return <div class="empty" data-testid="empty"><Title>{title}</Title>{children !== undefined && <p>{children}</p>}</div>;
}
