import { useState } from 'preact/hooks';
import type { ImageVersion, OriginalObject, RenditionRecord } from '../../api/types';
import { keyPath } from '../../api/client';
import { CopyButton } from '../../components/CopyButton';
import { formatBytes, formatDuration } from '../../components/format';
import { placeholderUrl } from '../../components/placeholder';
import { renditionFor, renditionUrl } from '../../components/Thumbnail';
import { CompareDialog } from './CompareDialog';
import { hasSameShape } from './shape';
import { ZoomDialog } from './ZoomDialog';

interface Props {
  imageKey: string;
  original: OriginalObject | null;
  version: ImageVersion | null;
  /** When the renditions were made: pictures that were missing before are loaded again. */
  made: string;
  /** Milliseconds that each rendition took to make, by its name, as far as they are known. */
  times: ReadonlyMap<string, number>;
}

type Opened = { kind: 'zoom'; name: string; url: string } | { kind: 'compare'; rendition: RenditionRecord };

/** The width of a tile in pixels, on a screen with two of them for each. */
const tileWidth = 520;

/** The original and its renditions, side by side. */
export function Pictures({ imageKey, original, version, made, times }: Props) {
  const [opened, setOpened] = useState<Opened | null>(null);
  const originalUrl = `/uploads/${keyPath(imageKey)}`;
  // Those of an earlier version, if the newest upload was rejected: the tile must not show another picture.
  const isCurrent = original !== null && version !== null && original.size === version.bytes;
  const shown = isCurrent ? renditionFor({ ...version, renditions: version.renditions.filter((each) => hasSameShape(each, version)) }, tileWidth) : null;
  const close = (): void => setOpened(null);
  return (
    <section class="stack" aria-label="Original and renditions">
      <h2>Original and renditions</h2>
      <div class="renditions" data-testid="renditions">
        {original !== null && (
          <Picture
            key={`${original.etag} ${made}`} name="original" url={originalUrl} preview={shown === null ? null : renditionUrl(shown)}
            placeholder={isCurrent ? placeholderUrl(version.placeholder) : null} bytes={original.size} share={null} time={null}
            dimensions={isCurrent ? [version.width, version.height] : null} format={isCurrent ? version.format : original.contentType}
            frames={isCurrent ? version.frames : 1} colours={null} onZoom={() => setOpened({ kind: 'zoom', name: 'original', url: originalUrl })}
          />
        )}
        {version?.renditions.map((rendition) => (
          <Picture
            key={`${rendition.name} ${made}`} name={rendition.name} url={renditionUrl(rendition)} preview={renditionUrl(rendition)} placeholder={null}
            bytes={rendition.bytes} share={rendition.bytes / version.bytes} time={times.get(rendition.name) ?? null}
            dimensions={[rendition.width, rendition.height]} format={rendition.format} frames={rendition.frames} colours={rendition.colours ?? null}
            onZoom={() => setOpened({ kind: 'zoom', name: rendition.name, url: renditionUrl(rendition) })}
            {...(isCurrent && hasSameShape(rendition, version) && { onCompare: () => setOpened({ kind: 'compare', rendition }) })}
          />
        ))}
      </div>
      {opened?.kind === 'zoom' && <ZoomDialog title={opened.name} url={opened.url} alt={altOf(opened.name)} onClose={close} />}
      {opened?.kind === 'compare' && version !== null && (
        <CompareDialog rendition={opened.rendition} version={version} originalUrl={originalUrl} onClose={close} />
      )}
    </section>
  );
}

const altOf = (name: string): string => (name === 'original' ? 'Original' : `Rendition ${name}`);

interface PictureProps {
  name: string;
  url: string;
  /** The picture of the tile. Null if there is none that is small enough. */
  preview: string | null;
  placeholder: string | null;
  bytes: number;
  /** The size as a fraction of the original's size. Null for the original. */
  share: number | null;
  /** Milliseconds. Null if they are not known. */
  time: number | null;
  dimensions: [number, number] | null;
  format: string;
  frames: number;
  /** Colour space, if it is not sRGB. */
  colours: string | null;
  onZoom: () => void;
  onCompare?: () => void;
}

function Picture({ name, url, preview, placeholder, bytes, share, time, dimensions, format, frames, colours, onZoom, onCompare }: PictureProps) {
  const [broken, setBroken] = useState(false);
  const picture = broken ? null : preview ?? placeholder;
  const substitute = broken ? `This browser cannot show ${format}, or the file is missing.` : 'Open the file';
  return (
    <figure class="rendition" data-testid="rendition" data-name={name}>
      <div class="rendition-picture">
        <button type="button" class="zoom-button" onClick={onZoom} aria-label={picture !== null ? `Zoom ${name}` : `${substitute} Zoom ${name}`} aria-haspopup="dialog" data-testid="zoom">
          {picture !== null
            ? <img src={picture} alt={altOf(name)} loading="lazy" decoding="async" onError={() => setBroken(true)} />
            : <span class="muted small">{substitute}</span>}
        </button>
      </div>
      <figcaption>
        <strong>{name}</strong>
        <span class="muted small numeric">
          {dimensions === null ? '' : `${dimensions[0]} × ${dimensions[1]} · `}{format}{frames > 1 ? ` · ${frames} frames` : ''}{colours !== null && ` · ${colours === 'p3' ? 'Display P3' : colours}`}
        </span>
        <span class="small numeric">
          {formatBytes(bytes)}{share !== null && <span class="muted"> · {Math.max(1, Math.round(share * 100))} %</span>}
          {time !== null && <span class="muted" title="Time of the call that made it" data-testid="rendition-time"> · {formatDuration(time)}</span>}
        </span>
        <span class="row">
          {onCompare !== undefined && <button type="button" class="button slim" onClick={onCompare} aria-haspopup="dialog" aria-label={`Compare ${name} with the original`} data-testid="compare">Compare</button>}
          <CopyButton text={() => new URL(url, location.href).href} subject={`URL of ${name}`} label="Copy URL" />
          <a href={url} download="" aria-label={`Download ${name}`}>Download</a>
        </span>
      </figcaption>
    </figure>
  );
}
