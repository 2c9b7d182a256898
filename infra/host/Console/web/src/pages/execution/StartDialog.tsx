import { useState } from 'preact/hooks';
import type { ExecutionSummary, Json } from '../../api/types';
import { useServices } from '../../app/services';
import { Dialog } from '../../components/Dialog';
import { messageOf } from '../../components/hooks';
import { Notice } from '../../components/Notice';

interface Props {
  input: Json;
  onClose: () => void;
  onStarted: (started: ExecutionSummary) => void;
}

/** Starts a new execution with the input of another, which may be edited before. */
export function StartDialog({ input, onClose, onStarted }: Props) {
  const { api } = useServices();
  const [text, setText] = useState(JSON.stringify(input, null, 2));
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<string | null>(null);
  const wrong = jsonFault(text);
  const start = (event: Event): void => {
    event.preventDefault();
    setBusy(true);
    api.start(JSON.parse(text) as Json).then(
      (started) => {
        onClose();
        onStarted(started);
      },
      (problem: unknown) => {
        setBusy(false);
        setFault(messageOf(problem));
      },
    );
  };
  return (
    <Dialog title="Start again" onClose={onClose}>
      <form class="stack" onSubmit={start}>
        <p class="muted">A new execution with this input. The one you come from stays as it is.</p>
        <div class="field">
          <label for="start-input">Input (JSON)</label>
          <textarea
            id="start-input" class="textarea" spellcheck={false} value={text} aria-invalid={wrong !== null} aria-describedby="start-input-fault"
            onInput={(event) => setText(event.currentTarget.value)} data-testid="start-input"
          />
        </div>
        <p id="start-input-fault" class="upload-error small" role="status" data-testid="start-input-fault">{wrong ?? ''}</p>
        {fault !== null && <Notice tone="bad" title="The execution was not started">{fault}</Notice>}
        <div class="dialog-actions">
          <button type="button" class="button" onClick={onClose}>Cancel</button>
          <button type="submit" class="button primary" disabled={wrong !== null || busy} data-testid="start">Start</button>
        </div>
      </form>
    </Dialog>
  );
}

/** What is wrong with JSON text, with its line where the browser tells the position; null for none. */
function jsonFault(text: string): string | null {
  try {
    JSON.parse(text);
    return null;
  } catch (error) {
    const message = messageOf(error);
    const position = /position (\d+)/.exec(message)?.[1];
    const line = position === undefined || message.includes('line ') ? '' : ` (line ${text.slice(0, Number(position)).split('\n').length})`;
    return `Not JSON: ${message}${line}`;
  }
}
