import { CopyButton } from '../../components/CopyButton';

/** The HTML that shows the image in its renditions. The host writes it. */
export function Markup({ html }: { html: string }) {
  return (
    <section class="panel" aria-label="HTML">
      <div class="panel-head"><h2>HTML</h2><CopyButton text={() => html} subject="HTML" /></div>
      <div class="panel-body"><pre class="markup" tabIndex={0} role="group" aria-label="HTML of the image" data-testid="html">{html}</pre></div>
    </section>
  );
}
