export interface PickedFile {
  file: File;
  /** Path within the picked or dropped folder. For a single file, its name. */
  path: string;
}

// Files that operating systems leave in folders and that nobody wants to upload.
const systemFiles = /(^|\/)(\.DS_Store|Thumbs\.db|desktop\.ini)$/i;

export const isSystemFile = ({ path }: PickedFile): boolean => systemFiles.test(path);

/** Lists dropped files, including those in folders. Call it during the event: the browser clears the items afterwards. */
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

/** Lists pasted files. Browsers give all images from the clipboard the same name, so these get one made from the time. */
export function pastedFiles(transfer: DataTransfer, now: Date): PickedFile[] {
  const time = now.toISOString().slice(0, 19).replaceAll(':', '-');
  return [...transfer.files].map((file, index) => {
    const extension = /\.[^.]+$/.exec(file.name)?.[0] ?? '';
    const isNamed = file.name !== '' && !/^image\.[a-z]+$/i.test(file.name);
    return { file, path: isNamed ? file.name : `pasted-${time}${index === 0 ? '' : `-${index + 1}`}${extension}` };
  });
}

/** Makes a file's key from a prefix and the file's path. Adds the slash between them if necessary. */
export function keyFor(prefix: string, path: string): string {
  const clean = prefix.trim().replace(/^\/+/, '');
  return (clean === '' || clean.endsWith('/') ? clean : `${clean}/`) + path.replace(/^\/+/, '');
}

/** Whether the host accepts the text as a focal point: x,y, each from 0 to 1. */
export function isFocalPoint(text: string): boolean {
  const parts = text.split(',');
  return parts.length === 2 && parts.every((part) => /^ *(\d+\.?\d*|\.\d+) *$/.test(part) && Number(part) <= 1);
}

/** Reads user metadata, one `name=value` a line. Null if a line is not one. */
export function parseMetadata(text: string): Record<string, string> | null {
  const lines = text.split('\n').map((line) => line.trim()).filter((line) => line !== '');
  const entries = lines.map((line) => /^([\w.-]+)\s*=\s*(.*)$/.exec(line));
  return entries.includes(null) ? null : Object.fromEntries(entries.map((entry) => [entry![1]!.toLowerCase(), entry![2]!]));
}

async function filesOf(entry: FileSystemEntry): Promise<PickedFile[]> {
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject));
    return [{ file, path: entry.fullPath.replace(/^\/+/, '') }];
  }

  const reader = (entry as FileSystemDirectoryEntry).createReader();
  const files: PickedFile[] = [];
  for (;;) {
    // readEntries returns at most a hundred entries a call, and none at the end.
    const entries = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (entries.length === 0) {
      return files;
    }

    for (const each of entries) {
      files.push(...await filesOf(each));
    }
  }
}
