import { thumbHashToAverageRGBA, thumbHashToApproximateAspectRatio, thumbHashToDataURL } from 'thumbhash';
import type { Placeholder } from '../api/types';

const bytesOf = (base64: string): Uint8Array => Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));

/** The picture that a ThumbHash stands for, about 32 pixels wide, as an address for an image; null when it is none. */
export function placeholderUrl(placeholder: Placeholder | null | undefined): string | null {
  try {
    return placeholder == null ? null : thumbHashToDataURL(bytesOf(placeholder.thumbHash));
  } catch {
    return null;
  }
}

/** Width by height, roughly, as the hash itself tells it. */
export const placeholderRatio = ({ thumbHash }: Placeholder): number => thumbHashToApproximateAspectRatio(bytesOf(thumbHash));

export const placeholderHasAlpha = ({ thumbHash }: Placeholder): boolean => thumbHashToAverageRGBA(bytesOf(thumbHash)).a < 1;
