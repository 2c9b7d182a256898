import type { ImagePage, ImageRecord, ImageStatus } from '../../api/types';

/** Appends the images of a page that are not in the list yet. */
export const merge = (list: ImageRecord[], page: ImageRecord[]): ImageRecord[] => {
  const known = new Set(list.map(({ imageId }) => imageId));
  return [...list, ...page.filter(({ imageId }) => !known.has(imageId))];
};

/** Merges a newly read first page into a list. Returns the first page alone when more images are new than it holds. */
export function refreshFirstPage(list: ImagePage, first: ImagePage, pageSize: number): ImagePage {
  const fresh = new Set(first.images.map(({ imageId }) => imageId));
  const overlaps = list.images.some(({ imageId }) => fresh.has(imageId));
  return list.images.length <= pageSize || !overlaps ? first : { ...first, images: merge(first.images, list.images), continuation: list.continuation };
}

/** Takes images whose status has changed out of a list of one status. A list of all statuses shows the new ones. */
export function applyChanges(list: ImageRecord[], changes: ReadonlyMap<string, ImageStatus>, status: ImageStatus | 'all'): ImageRecord[] {
  const changed = list.map((image) => {
    const now = changes.get(image.imageId) ?? image.status;
    return now === image.status ? image : { ...image, status: now };
  });
  return status === 'all' ? changed : changed.filter((image) => image.status === status);
}
