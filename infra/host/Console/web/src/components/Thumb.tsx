import type { ImageVersion, RenditionRecord } from '../api/types';
import { keyPath } from '../api/client';
import { placeholderUrl } from './placeholder';

/** The smallest rendition that is at least so wide, or the widest there is. */
export function renditionFor(version: ImageVersion, width: number): RenditionRecord | null {
  const sorted = version.renditions.toSorted((one, other) => one.width - other.width || one.bytes - other.bytes);
  return sorted.find((rendition) => rendition.width >= width) ?? sorted.at(-1) ?? null;
}

export const renditionUrl = ({ key }: RenditionRecord): string => `/renditions/${keyPath(key)}`;

/** A small square picture of an image, over its placeholder while it loads; grey where there is none. */
export function Thumb({ version, wide = 96 }: { version: ImageVersion | null; wide?: number }) {
  const rendition = version === null ? null : renditionFor(version, wide);
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
