export interface PickedFile {
  file: File;
  /** Path in the folder that was picked or dropped; of a single file its name. */
  path: string;
}

// What systems leave in folders, which nobody means to upload.
const litter = /(^|\/)(\.DS_Store|Thumbs\.db|desktop\.ini)$/i;

export const isLitter = ({ path }: PickedFile): boolean => litter.test(path);

/** Files of a drop, those in folders too. To be called within the event: the items are gone after it. */
export async function droppedFiles(transfer: DataTransfer): Promise<PickedFile[]> {
  const entries = [...transfer.items].map((item) => (item.kind === 'file' ? item.webkitGetAsEntry() : null));
  const plain = [...transfer.files];
  if (entries.every((entry) => entry === null)) {
    return plain.map((file) => ({ file, path: file.name }));
  }

  const found = await Promise.all(entries.filter((entry) => entry !== null).map(filesOf));
  return found.flat();
}

export const pickedFiles = (list: FileList): PickedFile[] =>
  [...list].map((file) => ({ file, path: file.webkitRelativePath === '' ? file.name : file.webkitRelativePath }));

/** Images from the clipboard are all named alike, so the time makes their names. */
export function pastedFiles(transfer: DataTransfer, now: Date): PickedFile[] {
  const time = now.toISOString().slice(0, 19).replaceAll(':', '-');
  return [...transfer.files].map((file, index) => {
    const extension = /\.[^.]+$/.exec(file.name)?.[0] ?? '';
    const isNamed = file.name !== '' && !/^image\.[a-z]+$/i.test(file.name);
    return { file, path: isNamed ? file.name : `pasted-${time}${index === 0 ? '' : `-${index + 1}`}${extension}` };
  });
}

/** The key of a file: the prefix, which ends in a slash unless it is empty, and the file's path. */
export function keyFor(prefix: string, path: string): string {
  const clean = prefix.trim().replace(/^\/+/, '');
  return (clean === '' || clean.endsWith('/') ? clean : `${clean}/`) + path.replace(/^\/+/, '');
}

async function filesOf(entry: FileSystemEntry): Promise<PickedFile[]> {
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject));
    return [{ file, path: entry.fullPath.replace(/^\/+/, '') }];
  }

  const reader = (entry as FileSystemDirectoryEntry).createReader();
  const files: PickedFile[] = [];
  for (;;) {
    // A hundred at a time, until there are none.
    const entries = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (entries.length === 0) {
      return files;
    }

    for (const each of entries) {
      files.push(...await filesOf(each));
    }
  }
}
