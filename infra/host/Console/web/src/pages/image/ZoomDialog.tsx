import { useState } from 'preact/hooks';
import { Dialog } from '../../components/Dialog';

interface Props {
  title: string;
  url: string;
  alt: string;
  onClose: () => void;
}

/** A picture as large as the window, or pixel by pixel. The Escape key closes it. */
export function ZoomDialog({ title, url, alt, onClose }: Props) {
  const [actual, setActual] = useState(false);
  const [broken, setBroken] = useState(false);
  return (
    <Dialog title={title} wide onClose={onClose}>
      <div class="dialog-actions">
        <button type="button" class="button slim" aria-pressed={actual} onClick={() => setActual(!actual)} data-testid="actual-size">Actual size</button>
        <a class="button slim" href={url} download="">Download</a>
        <button type="button" class="button slim" onClick={onClose} data-testid="close">Close</button>
      </div>
      {broken
        ? <p class="muted">This browser cannot show the file. Download it instead.</p>
        : (
            <div class={actual ? 'zoom actual' : 'zoom'} tabIndex={actual ? 0 : -1} role="group" aria-label={alt}>
              <img src={url} alt={alt} onError={() => setBroken(true)} data-testid="zoomed" />
            </div>
          )}
    </Dialog>
  );
}
