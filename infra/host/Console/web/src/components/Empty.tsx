import type { ComponentChildren } from 'preact';

/** Where nothing is to be shown: says so, and what to do. */
export function Empty({ title, level: Title = 'strong', children }: { title: string; level?: 'strong' | 'h1'; children?: ComponentChildren }) {
  return <div class="empty" data-testid="empty"><Title>{title}</Title>{children !== undefined && <p>{children}</p>}</div>;
}
