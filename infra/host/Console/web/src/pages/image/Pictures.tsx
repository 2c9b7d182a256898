import { useState } from 'preact/hooks';
import type { ImageVersion, OriginalObject } from '../../api/types';
import { keyPath } from '../../api/client';
import { formatBytes } from '../../components/format';
import { renditionUrl } from '../../components/Thumbnail';

interface Props {
  imageKey: string;
  original: OriginalObject | null;
  version: ImageVersion | null;
}

/** The original and its renditions, side by side. */
export function Pictures({ imageKey, original, version }: Props) {
  return (
    <section class="stack" aria-label="Original and renditions">
      <h2>Original and renditions</h2>
      <div class="renditions" data-testid="renditions">
        {original !== null && (
          <Picture
            key={original.etag} name="original" url={`/uploads/${keyPath(imageKey)}`} bytes={original.size} share={null}
            dimensions={version === null ? null : [version.width, version.height]} format={version?.format ?? original.contentType} frames={version?.frames ?? 1}
          />
        )}
        {version?.renditions.map((rendition) => (
          <Picture
            key={rendition.name} name={rendition.name} url={renditionUrl(rendition)} bytes={rendition.bytes} share={rendition.bytes / version.bytes}
            dimensions={[rendition.width, rendition.height]} format={rendition.format} frames={rendition.frames}
          />
        ))}
      </div>
    </section>
  );
}

interface PictureProps {
  name: string;
  url: string;
  bytes: number;
  /** The size as a fraction of the original's size. Null for the original. */
  share: number | null;
  dimensions: [number, number] | null;
  format: string;
  frames: number;
}

function Picture({ name, url, bytes, share, dimensions, format, frames }: PictureProps) {
  const [broken, setBroken] = useState(false);
  return (
    <figure class="rendition" data-testid="rendition" data-name={name}>
      <div class="rendition-picture">
        {broken
          ? <p class="muted small">This browser cannot show {format}.</p>
          : (
              <a href={url} target="_blank" rel="noopener">
                <img src={url} alt={name === 'original' ? 'Original' : `Rendition ${name}`} loading="lazy" decoding="async" onError={() => setBroken(true)} />
              </a>
            )}
      </div>
      <figcaption>
        <strong>{name}</strong>
        <a href={url} download="" aria-label={`Download ${name}`}>Download</a>
        <span class="muted small numeric">
          {dimensions === null ? '' : `${dimensions[0]} × ${dimensions[1]} · `}{format}{frames > 1 ? ` · ${frames} frames` : ''}
        </span>
        <span class="small numeric">{formatBytes(bytes)}{share !== null && <span class="muted"> · {Math.max(1, Math.round(share * 100))} %</span>}</span>
      </figcaption>
    </figure>
  );
}
