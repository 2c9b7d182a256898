import { useState } from 'preact/hooks';
import type { ImageVersion, RenditionRecord } from '../../api/types';
import { Dialog } from '../../components/Dialog';
import { renditionUrl } from '../../components/Thumbnail';

interface Props {
  rendition: RenditionRecord;
  version: ImageVersion;
  originalUrl: string;
  onClose: () => void;
}

/** The original and a rendition at the same scale, one over the other. The slider moves the border between them. */
export function CompareDialog({ rendition, version, originalUrl, onClose }: Props) {
  const [border, setBorder] = useState(50);
  const [broken, setBroken] = useState(false);
  return (
    <Dialog title={`Original and ${rendition.name}`} wide onClose={onClose}>
      {broken && <p class="muted">This browser cannot show the original’s format, {version.format}.</p>}
      <div class="compare" style={{ aspectRatio: `${version.width} / ${version.height}`, maxWidth: `calc(65vh * ${version.width / version.height})` }}>
        <img src={renditionUrl(rendition)} alt={`Rendition ${rendition.name}`} />
        <img
          src={originalUrl} alt="Original" style={{ clipPath: `inset(0 ${100 - border}% 0 0)` }} onError={() => setBroken(true)} data-testid="compared-original"
        />
        <span class="compare-border" style={{ left: `${border}%` }} aria-hidden="true" />
      </div>
      <label class="compare-slider">
        <span>Original</span>
        <input
          type="range" min={0} max={100} value={border} aria-label={`How much of the original is shown over ${rendition.name}, in percent`}
          onInput={(event) => setBorder(Number(event.currentTarget.value))} data-testid="compare-slider"
        />
        <span>{rendition.name}</span>
      </label>
      <div class="dialog-actions"><button type="button" class="button" onClick={onClose} data-testid="close">Close</button></div>
    </Dialog>
  );
}
