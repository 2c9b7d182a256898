import { thumbHashToAverageRGBA, thumbHashToApproximateAspectRatio, thumbHashToDataURL } from 'thumbhash';
import type { Placeholder } from '../api/types';

const bytesOf = (base64: string): Uint8Array => Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));

/** Decodes a ThumbHash to a picture about 32 pixels wide, as a data URL. Returns null without a placeholder or for an invalid hash. */
export function placeholderUrl(placeholder: Placeholder | null | undefined): string | null {
  try {
    return placeholder == null ? null : thumbHashToDataURL(bytesOf(placeholder.thumbHash));
  } catch {
    return null;
  }
}

/** The approximate ratio of width to height that the hash contains. */
export const placeholderRatio = ({ thumbHash }: Placeholder): number => thumbHashToApproximateAspectRatio(bytesOf(thumbHash));

export const placeholderHasAlpha = ({ thumbHash }: Placeholder): boolean => thumbHashToAverageRGBA(bytesOf(thumbHash)).a < 1;
