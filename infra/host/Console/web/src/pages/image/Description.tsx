import { useState } from 'preact/hooks';
import type { ImageDescription } from '../../api/types';
import { executionLink } from '../../app/router';
import { useServices } from '../../app/services';
import { messageOf } from '../../components/hooks';
import { Notice } from '../../components/Notice';
import { DescriptionFacts } from './DescriptionFacts';

interface Props {
  imageKey: string;
  description: ImageDescription | null;
  /** Whether the host takes texts of people. */
  canEdit: boolean;
}

/** What the image shows, in words, and a form for the text of a person. */
export function Description({ imageKey, description, canEdit }: Props) {
  const [editing, setEditing] = useState(false);
  const [execution, setExecution] = useState<string | null>(null);
  if (description === null && !canEdit) {
    return null;
  }

  const saved = (started: string | null): void => {
    setEditing(false);
    setExecution(started);
  };
  return (
    <section class="panel" aria-label="Description">
      <div class="panel-head">
        <h2>Description</h2>
        {canEdit && !editing && <button type="button" class="button slim" onClick={() => setEditing(true)} data-testid="edit-description">{description?.altText == null ? 'Add a text' : 'Edit'}</button>}
      </div>
      <div class="panel-body stack">
        {execution !== null && !editing && <Notice tone="idle" title="Saved" testId="description-saved">An <a href={executionLink(execution)}>execution</a> writes it to the record.</Notice>}
        {description === null ? !editing && <p class="muted">Nobody has described this image.</p> : <DescriptionFacts description={description} />}
        {editing && <DescriptionForm imageKey={imageKey} description={description} onSaved={saved} onCancel={() => setEditing(false)} />}
      </div>
    </section>
  );
}

/** Maximum length of an alternative text, in characters. */
const maxLength = 250;

function DescriptionForm({ imageKey, description, onSaved, onCancel }: {
  imageKey: string; description: ImageDescription | null; onSaved: (execution: string | null) => void; onCancel: () => void;
}) {
  const { api } = useServices();
  const [text, setText] = useState(description?.altText ?? '');
  const [language, setLanguage] = useState(description?.language ?? '');
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<string | null>(null);
  // A line break that was pasted is a space.
  const given = text.replace(/\s+/g, ' ').trim();
  const send = (altText: string | null): void => {
    setBusy(true);
    setFault(null);
    api.describeImage(imageKey, altText, altText === null || language.trim() === '' ? null : language.trim()).then(
      (submission) => onSaved(submission.execution),
      (problem: unknown) => {
        setBusy(false);
        setFault(messageOf(problem));
      },
    );
  };
  return (
    <form
      class="stack" data-testid="description-form"
      onSubmit={(event) => {
        event.preventDefault();
        send(given);
      }}
    >
      <div class="field">
        <label for="alt-text">Alternative text</label>
        <textarea
          id="alt-text" class="textarea short prose" rows={3} maxLength={maxLength} value={text} lang={language === '' ? undefined : language} aria-describedby="alt-text-hint"
          onInput={(event) => setText(event.currentTarget.value)} data-testid="alt-text"
        />
        <p id="alt-text-hint" class="muted small">What a reader who cannot see the picture would miss, in one sentence of at most {maxLength} characters. No model overwrites it.</p>
      </div>
      <div class="field">
        <label for="alt-language">Language</label>
        <input
          id="alt-language" class="input" type="text" placeholder="en" spellcheck={false} autocapitalize="off" value={language} maxLength={35}
          onInput={(event) => setLanguage(event.currentTarget.value)} data-testid="alt-language"
        />
      </div>
      {fault !== null && <Notice tone="bad" title="Could not save the text" testId="description-error">{fault}</Notice>}
      <div class="row">
        <button type="submit" class="button primary" disabled={busy || given === ''} data-testid="save-description">Save</button>
        <button type="button" class="button" onClick={onCancel}>Cancel</button>
        {description?.altText != null && <button type="button" class="button danger" disabled={busy} onClick={() => send(null)} data-testid="clear-description">Remove the text</button>}
      </div>
    </form>
  );
}
