import { foldersOf } from './selection';

interface Props {
  prefix: string;
  folders: readonly string[];
  hasMore: boolean;
  onOpen: (prefix: string) => void;
}

/** The way to the open folder, and the folders in it. */
export function Folders({ prefix, folders, hasMore, onOpen }: Props) {
  const way = foldersOf(prefix);
  return (
    <>
      <nav class="crumbs" aria-label="Folder" data-testid="breadcrumbs">
        <button type="button" class="link-button" onClick={() => onOpen('')} aria-current={prefix === '' ? 'page' : undefined}>uploads</button>
        {way.map((folder) => (
          <span key={folder.prefix}>
            {' / '}
            <button type="button" class="link-button" onClick={() => onOpen(folder.prefix)} aria-current={folder.prefix === prefix ? 'page' : undefined}>{folder.name}</button>
          </span>
        ))}
      </nav>
      {folders.length > 0 && (
        <ul class="folders" aria-label="Folders" data-testid="folders">
          {folders.map((folder) => (
            <li key={folder}>
              <button type="button" class="button folder" onClick={() => onOpen(folder)} title={folder}>{folder.slice(prefix.length)}</button>
            </li>
          ))}
        </ul>
      )}
      {hasMore && <p class="muted small">There are more folders. Search for a part of the key to find them.</p>}
    </>
  );
}
