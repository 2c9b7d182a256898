/** Which photos to list. Empty members match every image. */
export interface PhotoFilter {
  sort: '' | 'taken';
  takenAfter: string;
  takenBefore: string;
  camera: string;
  keyword: string;
}

/** Reads the filter from the page's address. */
export const readFilter = (query: URLSearchParams): PhotoFilter => ({
  sort: query.get('sort') === 'taken' ? 'taken' : '',
  takenAfter: query.get('takenAfter') ?? '',
  takenBefore: query.get('takenBefore') ?? '',
  camera: query.get('camera')?.trim() ?? '',
  keyword: query.get('keyword')?.trim() ?? '',
});

/** Whether images are listed by what photos say of themselves. Counts by status then say nothing of the list. */
export const isSearch = ({ takenAfter, takenBefore, camera, keyword }: PhotoFilter): boolean =>
  [takenAfter, takenBefore, camera, keyword].some((text) => text !== '');
