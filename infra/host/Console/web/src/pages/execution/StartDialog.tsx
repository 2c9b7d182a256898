import { useState } from 'preact/hooks';
import type { ExecutionSummary, Json } from '../../api/types';
import { useServices } from '../../app/services';
import { Dialog } from '../../components/Dialog';
import { messageOf } from '../../components/hooks';
import { Notice } from '../../components/Notice';

interface Props {
  input: Json;
  /** Name of the state machine. Null for the pipeline. */
  stateMachine: string | null;
  onClose: () => void;
  onStarted: (started: ExecutionSummary) => void;
}

/** Starts a new execution with another execution's input, which the reader may edit first. */
export function StartDialog({ input, stateMachine, onClose, onStarted }: Props) {
  const { api } = useServices();
  const [text, setText] = useState(JSON.stringify(input, null, 2));
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<string | null>(null);
  const inputError = findJsonError(text);
  const start = (event: Event): void => {
    event.preventDefault();
    setBusy(true);
    api.start(JSON.parse(text) as Json, stateMachine).then(
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
        <p class="muted">Starts a new execution with this input. The original execution does not change.</p>
        <div class="field">
          <label for="start-input">Input (JSON)</label>
          <textarea
            id="start-input" class="textarea" spellcheck={false} value={text} aria-invalid={inputError !== null} aria-describedby="start-input-fault"
            onInput={(event) => setText(event.currentTarget.value)} data-testid="start-input"
          />
        </div>
        <p id="start-input-fault" class="upload-error small" role="status" data-testid="start-input-fault">{inputError ?? ''}</p>
        {fault !== null && <Notice tone="bad" title="Could not start the execution">{fault}</Notice>}
        <div class="dialog-actions">
          <button type="button" class="button" onClick={onClose}>Cancel</button>
          <button type="submit" class="button primary" disabled={inputError !== null || busy} data-testid="start">Start</button>
        </div>
      </form>
    </Dialog>
  );
}

/** Describes the error in JSON text, with its line when the browser gives the position. Returns null for valid JSON. */
function findJsonError(text: string): string | null {
  try {
    JSON.parse(text);
    return null;
  } catch (error) {
    const message = messageOf(error);
    const position = /position (\d+)/.exec(message)?.[1];
    const line = position === undefined || message.includes('line ') ? '' : ` (line ${text.slice(0, Number(position)).split('\n').length})`;
    return `Invalid JSON: ${message}${line}`;
  }
}
