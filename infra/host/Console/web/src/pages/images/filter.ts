/** Which photos to list. Empty members match every image. */
export interface PhotoFilter {
  sort: '' | 'updated' | 'taken' | 'name' | 'size';
  order: '' | 'asc' | 'desc';
  /** The folder, with its slash. Empty for all. */
  prefix: string;
  /** Whether images and folders are shown as in a file manager, instead of all images below the prefix. */
  view: '' | 'folders';
  /** Part of the key. */
  text: string;
  takenAfter: string;
  takenBefore: string;
  camera: string;
  keyword: string;
}

const sorts = ['updated', 'taken', 'name', 'size'] as const;

/** The parameters of a request for images. A text finds images in all folders below the prefix. */
export const toQuery = ({ view, ...filter }: PhotoFilter): Record<string, string> =>
  ({ ...filter, delimiter: view === 'folders' && filter.text === '' ? '/' : '' });

/** Reads the filter from the page's address. */
export const readFilter = (query: URLSearchParams): PhotoFilter => ({
  sort: sorts.find((sort) => sort === query.get('sort')) ?? '',
  order: query.get('order') === 'asc' ? 'asc' : query.get('order') === 'desc' ? 'desc' : '',
  prefix: query.get('prefix') ?? '',
  view: query.get('view') === 'folders' ? 'folders' : '',
  text: query.get('text')?.trim() ?? '',
  takenAfter: query.get('takenAfter') ?? '',
  takenBefore: query.get('takenBefore') ?? '',
  camera: query.get('camera')?.trim() ?? '',
  keyword: query.get('keyword')?.trim() ?? '',
});

/** Whether images are listed by what photos say of themselves. */
export const isPhotoSearch = ({ takenAfter, takenBefore, camera, keyword }: PhotoFilter): boolean => [takenAfter, takenBefore, camera, keyword].some((text) => text !== '');

/** Whether only some of the images are listed. */
export const isSearch = (filter: PhotoFilter): boolean => isPhotoSearch(filter) || [filter.prefix, filter.view, filter.text].some((text) => text !== '');

/** The changes that take a filter away, but leave an open folder open. */
export const cleared = { text: '', takenAfter: '', takenBefore: '', camera: '', keyword: '' };
