import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { droppedFiles, pickedFiles, type PickedFile } from './files';

interface Props {
  onFiles: (files: PickedFile[]) => void;
  onFault: (error: unknown) => void;
  children: ComponentChildren;
}

/** Accepts files and folders that the reader drops anywhere on the page or picks. */
export function DropZone({ onFiles, onFault, children }: Props) {
  const [isDraggedOver, setIsDraggedOver] = useState(false);
  const files = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  useEffect(() => {
    folder.current?.setAttribute('webkitdirectory', '');
  }, []);
  useEffect(() => {
    const drag = (event: DragEvent): void => {
      if (event.dataTransfer?.types.includes('Files') === true) {
        event.preventDefault();
        setIsDraggedOver(true);
      }
    };
    const leave = (event: DragEvent): void => {
      if (event.relatedTarget === null) {
        setIsDraggedOver(false);
      }
    };
    const drop = (event: DragEvent): void => {
      event.preventDefault();
      setIsDraggedOver(false);
      if (event.dataTransfer !== null) {
        droppedFiles(event.dataTransfer).then(onFiles, onFault);
      }
    };
    addEventListener('dragenter', drag);
    addEventListener('dragover', drag);
    addEventListener('dragleave', leave);
    addEventListener('drop', drop);
    return () => {
      removeEventListener('dragenter', drag);
      removeEventListener('dragover', drag);
      removeEventListener('dragleave', leave);
      removeEventListener('drop', drop);
    };
  });
  const picked = (event: Event): void => {
    const input = event.currentTarget as HTMLInputElement;
    if (input.files !== null && input.files.length > 0) {
      onFiles(pickedFiles(input.files));
    }

    input.value = '';
  };
  return (
    <div class={isDraggedOver ? 'drop-zone over' : 'drop-zone'} data-testid="drop-zone">
      <div class="drop-target">
        <svg viewBox="0 0 48 48" aria-hidden="true"><path d="M24 31V11m0 0-8 8m8-8 8 8M9 31v7h30v-7" /></svg>
        <p><strong>{isDraggedOver ? 'Drop to upload' : 'Drop images or folders here'}</strong></p>
        <p class="muted">or paste them, or choose</p>
        <div class="actions">
          <button type="button" class="button primary" onClick={() => files.current?.click()}>Files</button>
          <button type="button" class="button" onClick={() => folder.current?.click()}>Folder</button>
        </div>
        <input ref={files} type="file" multiple hidden onChange={picked} aria-label="Files to upload" data-testid="file-input" />
        <input ref={folder} type="file" multiple hidden onChange={picked} aria-label="Folder to upload" data-testid="folder-input" />
      </div>
      {children}
    </div>
  );
}
