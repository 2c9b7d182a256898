import { useEffect, useState } from 'preact/hooks';
import { useLive, useServices } from '../../app/services';
import { plural } from '../../components/format';
import { messageOf, useLoaded, useThrottled } from '../../components/hooks';
import { Notice } from '../../components/Notice';
import { Moment } from '../../components/Time';

/** Where every announcement is sent, too, as HTTP POST. */
export function WebhookForm() {
  const { api } = useServices();
  const webhook = useLoaded(api.webhook, []);
  const [url, setUrl] = useState('');
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const set = webhook.value?.url ?? null;
  useEffect(() => setUrl(set ?? ''), [set]);
  // Delivery comes a little after what is delivered.
  const refresh = useThrottled(1500, () => set !== null && webhook.reload());
  useLive('announcement', refresh, [refresh]);
  useLive('reset', webhook.reload, [webhook.reload]);
  const save = (to: string | null): void => {
    setBusy(true);
    setError(null);
    api.setWebhook(to).then((saved) => webhook.set(() => saved), (fault: unknown) => setError(messageOf(fault))).finally(() => setBusy(false));
  };
  return (
    <section class="panel" aria-label="Webhook">
      <form
        class="panel-body webhook" data-testid="webhook"
        onSubmit={(event) => {
          event.preventDefault();
          save(url.trim() === '' ? null : url.trim());
        }}
      >
        <div class="field">
          <label for="webhook-url">Webhook: send every announcement to this address, too</label>
          <input
            id="webhook-url" class="input mono" inputMode="url" placeholder="http://localhost:3000/hook" value={url} aria-invalid={error !== null}
            spellcheck={false} onInput={(event) => setUrl(event.currentTarget.value)} data-testid="webhook-url"
          />
        </div>
        <button type="submit" class="button primary" disabled={busy || url.trim() === (set ?? '')} data-testid="webhook-save">Save</button>
        {set !== null && <button type="button" class="button" disabled={busy} onClick={() => save(null)} data-testid="webhook-remove">Remove</button>}
        <p class="muted small webhook-state" role="status" data-testid="webhook-state">
          {set === null ? 'No address is set.' : `${plural(webhook.value!.delivered, 'delivery', 'deliveries')}, ${webhook.value!.pending} pending`}
          {webhook.value?.lastAttempt != null && <>, last attempt <Moment time={webhook.value.lastAttempt} /></>}
          {webhook.value?.lastError != null && <span class="upload-error"> · {webhook.value.lastError}</span>}
        </p>
      </form>
      {error !== null && <Notice tone="bad" title="The address was not set" testId="webhook-error">{error}</Notice>}
    </section>
  );
}
