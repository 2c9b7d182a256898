import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

interface Props {
  title: string;
  /** Set apart from what is shown where a long title would be no good tab name. */
  crumbs?: ComponentChildren;
  lead?: ComponentChildren;
  badge?: ComponentChildren;
  children?: ComponentChildren;
}

/** Title and actions of a page. The title gets the focus when the page is opened, so that screen readers say where one is. */
export function PageHead({ title, crumbs, lead, badge, children }: Props) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} – Image Pipeline`;
    if (document.activeElement !== document.body) {
      heading.current?.focus({ preventScroll: true });
    }
  }, []);
  return (
    <div class="page-head">
      <div>
        {crumbs !== undefined && <p class="crumbs">{crumbs}</p>}
        <div class="row"><h1 ref={heading} tabIndex={-1} class="wrap-anywhere">{title}</h1>{badge}</div>
        {lead !== undefined && <div class="lead">{lead}</div>}
      </div>
      {children !== undefined && <div class="actions">{children}</div>}
    </div>
  );
}
