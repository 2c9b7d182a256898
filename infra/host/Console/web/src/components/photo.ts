import type { Photo } from '../api/types';

/** Maker and model of the camera, without the maker if the model begins with it. Null if the photo names neither. */
export function cameraOf({ make, model }: Photo): string | null {
  if (make == null || model == null) {
    return model ?? make ?? null;
  }

  return model.toLowerCase().startsWith(make.toLowerCase()) ? model : `${make} ${model}`;
}

/** Exposure as photographers write it: `1/125 s, f/5.6, ISO 400, 70 mm`. Null if the photo says nothing of it. */
export function exposureOf({ exposureSeconds, fNumber, iso, focalLengthMm, flash }: Photo): string | null {
  const parts = [
    exposureSeconds == null ? null : exposureSeconds < 0.3 ? `1/${Math.round(1 / exposureSeconds)} s` : `${round(exposureSeconds)} s`,
    fNumber == null ? null : `f/${round(fNumber)}`,
    iso == null ? null : `ISO ${iso}`,
    focalLengthMm == null ? null : `${round(focalLengthMm)} mm`,
    flash === true ? 'flash' : null,
  ].filter((part) => part !== null);
  return parts.length === 0 ? null : parts.join(', ');
}

/** The camera's clock: `2025-06-07 18:32:05 +02:00`. */
export const takenText = (takenAt: string): string => takenAt.replace('T', ' ').replace(/\.\d+/, '').replace(/(Z|[+-]\d\d:\d\d)$/, ' $1');

/** A file's facts: `rgb, 8 bits, Display P3, 72 dpi`. Null if there are none. */
export function fileFactsOf({ colourModel, bitDepth, alpha, colourProfile, dpi }: Photo): string | null {
  const parts = [
    colourModel, bitDepth == null ? null : `${bitDepth} bits`, alpha === true ? 'transparent' : null, colourProfile, dpi == null ? null : `${round(dpi)} dpi`,
  ].filter((part) => part != null);
  return parts.length === 0 ? null : parts.join(', ');
}

const round = (value: number): number => Math.round(value * 100) / 100;
