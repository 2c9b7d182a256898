import { useEffect, useState } from 'preact/hooks';

export type Page = 'map-runs' | 'upload' | 'executions' | 'images' | 'announcements' | 'definition' | 'numbers';

export interface Route {
  page: Page;
  /** An execution's or a Map Run's id or an image's key. Null for a list. */
  id: string | null;
  query: URLSearchParams;
}

const pages: readonly Page[] = ['map-runs', 'upload', 'executions', 'images', 'announcements', 'definition', 'numbers'];

/** Reads a route from the fragment: `#/executions/{name}?…`. Returns null when the fragment matches no page. */
export function parseRoute(hash: string): Route | null {
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split('?');
  const [first = '', ...rest] = path.split('/');
  const page = pages.find((each) => each === (first === '' ? 'upload' : first));
  if (page === undefined) {
    return null;
  }

  try {
    const id = rest.length === 0 || rest.join('') === '' ? null : decodeURIComponent(rest.join('/'));
    return { page, id, query: new URLSearchParams(query) };
  } catch {
    return null;
  }
}

export const executionLink = (name: string): string => `#/executions/${encodeURIComponent(name)}`;

export const imageLink = (key: string): string => `#/images/${encodeURIComponent(key)}`;

/** The key in an image's id, `bucket/key`. */
export const keyOf = (imageId: string): string => imageId.slice(imageId.indexOf('/') + 1);

/** What links call an execution: its name, or `backfill:NAME` if it is not of the pipeline. */
export const executionId = (arn: string): string => arn.split(':').slice(6).join(':').replace(/^image-pipeline:/, '');

/** Links to the Map Run of an ARN. */
export const mapRunLink = (arn: string): string => `#/map-runs/${encodeURIComponent(arn.split(':').slice(6).join(':'))}`;

/** The name at the end of an execution's ARN, or the name itself. */
export const executionName = (arn: string): string => arn.slice(arn.lastIndexOf(':') + 1);

export function useRoute(): Route | null {
  const [hash, setHash] = useState(location.hash);
  useEffect(() => {
    const changed = (): void => setHash(location.hash);
    addEventListener('hashchange', changed);
    return () => removeEventListener('hashchange', changed);
  }, []);
  return parseRoute(hash);
}

/** Changes what the current page shows, and adds an entry to the browser's history. An empty value removes a part of the query. */
export function pushQuery(changes: Record<string, string>): void {
  location.hash = withQuery(changes);
}

/** Changes the filters of the current page without adding an entry to the browser's history. An empty value removes a filter. */
export function replaceQuery(changes: Record<string, string>): void {
  location.replace(withQuery(changes));
}

function withQuery(changes: Record<string, string>): string {
  const [path = '', query = ''] = location.hash.split('?');
  const search = new URLSearchParams(query);
  Object.entries(changes).forEach(([name, value]) => (value === '' ? search.delete(name) : search.set(name, value)));
  const text = search.toString();
  return text === '' ? path || '#/' : `${path}?${text}`;
}
