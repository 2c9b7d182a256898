import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { useTitle } from './hooks';

interface Props {
  title: string;
  /** Name of the browser's tab, if the title alone does not tell pages apart. */
  tabTitle?: string;
  /** Links above the title that lead back to the list the page belongs to. */
  breadcrumbs?: ComponentChildren;
  lead?: ComponentChildren;
  badge?: ComponentChildren;
  children?: ComponentChildren;
}

/** Title and actions of a page. The title gets the focus when the page opens, so that screen readers announce the page. */
export function PageHeader({ title, tabTitle = title, breadcrumbs, lead, badge, children }: Props) {
  const heading = useRef<HTMLHeadingElement>(null);
  useTitle(tabTitle);
  useEffect(() => {
    if (document.activeElement !== document.body) {
      heading.current?.focus({ preventScroll: true });
    }
  }, []);
  return (
    <div class="page-head">
      <div>
        {breadcrumbs !== undefined && <p class="crumbs">{breadcrumbs}</p>}
        <div class="row"><h1 ref={heading} tabIndex={-1} class="wrap-anywhere">{title}</h1>{badge}</div>
        {lead !== undefined && <div class="lead">{lead}</div>}
      </div>
      {children !== undefined && <div class="actions">{children}</div>}
    </div>
  );
}
