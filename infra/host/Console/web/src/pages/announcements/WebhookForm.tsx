import { useEffect, useState } from 'preact/hooks';
import { useLive, useServices } from '../../app/services';
import { formatCount } from '../../components/format';
import { messageOf, useLoaded, useThrottled } from '../../components/hooks';
import { Notice } from '../../components/Notice';
import { Timestamp } from '../../components/Time';
import { Deliveries } from './Deliveries';

/** The address to which the host also sends every announcement by HTTP POST. */
export function WebhookForm() {
  const { api } = useServices();
  const webhook = useLoaded(api.webhook, []);
  const [url, setUrl] = useState('');
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const currentUrl = webhook.value?.url ?? null;
  useEffect(() => setUrl(currentUrl ?? ''), [currentUrl]);
  // An announcement is delivered shortly after it appears.
  const refresh = useThrottled(1500, () => currentUrl !== null && webhook.reload());
  useLive('announcement', refresh, [refresh]);
  useLive('reset', webhook.reload, [webhook.reload]);
  const save = (newUrl: string | null): void => {
    setBusy(true);
    setError(null);
    api.setWebhook(newUrl).then((saved) => webhook.set(() => saved), (fault: unknown) => setError(messageOf(fault))).finally(() => setBusy(false));
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
          <label for="webhook-url">Webhook: also send every announcement to this address</label>
          <input
            id="webhook-url" class="input mono" inputMode="url" placeholder="http://localhost:3000/hook" value={url} aria-invalid={error !== null}
            spellcheck={false} onInput={(event) => setUrl(event.currentTarget.value)} data-testid="webhook-url"
          />
        </div>
        <button type="submit" class="button primary" disabled={busy || url.trim() === (currentUrl ?? '')} data-testid="webhook-save">Save</button>
        {currentUrl !== null && <button type="button" class="button" disabled={busy} onClick={() => save(null)} data-testid="webhook-remove">Remove</button>}
        <p class="muted small webhook-state" role="status" data-testid="webhook-state">
          {currentUrl === null ? 'No address is set.' : `${formatCount(webhook.value!.pending)} pending, ${webhook.value!.signed ? 'signed' : 'not signed (set PIPELINE_WEBHOOK_SECRET)'}`}
          {webhook.value?.lastAttempt != null && <>, last attempt <Timestamp time={webhook.value.lastAttempt} /></>}
          {webhook.value?.lastError != null && <span class="upload-error"> · {webhook.value.lastError}</span>}
        </p>
      </form>
      {webhook.value !== null && webhook.value.addresses.length > 0 && <Deliveries addresses={webhook.value.addresses} current={currentUrl} />}
      {error !== null && <Notice tone="bad" title="Could not save the address" testId="webhook-error">{error}</Notice>}
    </section>
  );
}
