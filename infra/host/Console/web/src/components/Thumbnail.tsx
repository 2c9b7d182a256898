import type { ImageVersion, RenditionRecord } from '../api/types';
import { keyPath } from '../api/client';
import { placeholderUrl } from './placeholder';

/** The smallest rendition that is at least `width` pixels wide, or else the widest one. Null when there is no rendition. */
export function renditionFor(version: ImageVersion, width: number): RenditionRecord | null {
  const sorted = version.renditions.toSorted((one, other) => one.width - other.width || one.bytes - other.bytes);
  return sorted.find((rendition) => rendition.width >= width) ?? sorted.at(-1) ?? null;
}

export const renditionUrl = ({ key }: RenditionRecord): string => `/renditions/${keyPath(key)}`;

/** A small square picture of an image: its placeholder while it loads, grey without a version. `minWidth` is in pixels. */
export function Thumbnail({ version, minWidth = 96 }: { version: ImageVersion | null; minWidth?: number }) {
  const rendition = version === null ? null : renditionFor(version, minWidth);
  if (rendition === null) {
    return <span class="thumb none" aria-hidden="true" />;
  }

  const placeholder = placeholderUrl(version?.placeholder);
  return (
    <span class="thumb" style={placeholder === null ? undefined : { backgroundImage: `url(${placeholder})` }}>
      <img src={renditionUrl(rendition)} alt="" loading="lazy" decoding="async" />
    </span>
  );
}
