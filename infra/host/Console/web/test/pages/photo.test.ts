import { expect, it } from 'vitest';
import { cameraOf, exposureOf, fileFactsOf, takenText } from '../../src/components/photo';
import { isSearch, readFilter } from '../../src/pages/images/filter';
import { parseMetadata } from '../../src/pages/upload/files';

it.each([
  [{ make: 'Canon', model: 'Canon EOS R5' }, 'Canon EOS R5'],
  [{ make: 'SONY', model: 'ILCE-7M4' }, 'SONY ILCE-7M4'],
  [{ model: 'Pixel 9' }, 'Pixel 9'],
  [{}, null],
])('names the camera of %j', (photo, text) => expect(cameraOf(photo)).toBe(text));

it.each([
  [{ exposureSeconds: 0.008, fNumber: 5.6, iso: 400, focalLengthMm: 70, flash: false }, '1/125 s, f/5.6, ISO 400, 70 mm'],
  [{ exposureSeconds: 2.5, flash: true }, '2.5 s, flash'],
  [{}, null],
])('writes the exposure of %j', (photo, text) => expect(exposureOf(photo)).toBe(text));

it.each([
  ['2025-06-07T18:32:05.25+02:00', '2025-06-07 18:32:05 +02:00'],
  ['2025-06-07T18:32:05Z', '2025-06-07 18:32:05 Z'],
  ['2025-06', '2025-06'],
])('writes the date %j', (takenAt, text) => expect(takenText(takenAt)).toBe(text));

it('writes the facts of the file', () => {
  expect(fileFactsOf({ colourModel: 'rgb', bitDepth: 8, alpha: true, colourProfile: 'Display P3', dpi: 72.009 })).toBe('rgb, 8 bits, transparent, Display P3, 72.01 dpi');
  expect(fileFactsOf({})).toBe(null);
});

it('reads the filter from the address', () => {
  const filter = readFilter(new URLSearchParams('sort=taken&camera=+canon+&takenAfter=2025-06-01'));
  expect(filter).toEqual({
    sort: 'taken', order: '', prefix: '', view: '', text: '', takenAfter: '2025-06-01', takenBefore: '', camera: 'canon', keyword: '',
  });
  expect(isSearch(filter)).toBe(true);
  expect(isSearch(readFilter(new URLSearchParams('sort=taken')))).toBe(false);
});

it('reads user metadata, one entry a line', () => {
  expect(parseMetadata('album = Summer\n\ncredit=A=B')).toEqual({ album: 'Summer', credit: 'A=B' });
  expect(parseMetadata('')).toEqual({});
});

it.each(['album', '=x', 'al bum=x'])('refuses %j as user metadata', (text) => expect(parseMetadata(text)).toBe(null));
