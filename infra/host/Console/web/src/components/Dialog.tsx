import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

interface Props {
  title: string;
  small?: boolean;
  /** As wide as the window, for pictures. */
  wide?: boolean;
  onClose: () => void;
  children: ComponentChildren;
}

/** A modal dialog. It keeps the focus inside, closes with Escape, and returns the focus when it closes. */
export function Dialog({ title, small = false, wide = false, onClose, children }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const element = dialog.current;
    element?.showModal();
    return () => element?.close();
  }, []);
  return (
    <dialog ref={dialog} class={small ? 'dialog small' : wide ? 'dialog wide' : 'dialog'} aria-label={title} onClose={onClose} data-testid="dialog">
      <div class="dialog-body"><h2>{title}</h2>{children}</div>
    </dialog>
  );
}
