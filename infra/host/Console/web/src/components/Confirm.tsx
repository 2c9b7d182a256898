import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { Dialog } from './Dialog';
import { messageOf } from './hooks';
import { Notice } from './Notice';

interface Props {
  title: string;
  action: string;
  /** Whether the action destroys something, so that its button warns. */
  isDangerous?: boolean;
  onConfirm: () => Promise<void>;
  onClose: () => void;
  children: ComponentChildren;
}

/** Asks for confirmation before an action that cannot be undone, or that does something else than one may expect. */
export function Confirm({ title, action, isDangerous = true, onConfirm, onClose, children }: Props) {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const confirm = (): void => {
    setBusy(true);
    onConfirm().then(onClose, (fault: unknown) => {
      setBusy(false);
      setError(messageOf(fault));
    });
  };
  return (
    <Dialog title={title} small onClose={onClose}>
      <div>{children}</div>
      {error !== null && <Notice tone="bad" title="The action failed">{error}</Notice>}
      <div class="dialog-actions">
        <button type="button" class="button" onClick={onClose}>Cancel</button>
        <button type="button" class={isDangerous ? 'button danger' : 'button primary'} disabled={busy} onClick={confirm} data-testid="confirm">{action}</button>
      </div>
    </Dialog>
  );
}
