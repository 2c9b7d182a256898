import type { WebhookAddress } from '../../api/types';
import { formatCount } from '../../components/format';
import { Timestamp } from '../../components/Time';

/** What each address got, the one with the latest attempt first. */
export function Deliveries({ addresses, current }: { addresses: readonly WebhookAddress[]; current: string | null }) {
  return (
    <div class="table-scroll" tabIndex={0} role="region" aria-label="Deliveries by address">
      <table class="table" data-testid="deliveries">
        <thead>
          <tr>
            <th scope="col">Address</th><th scope="col" class="number">Delivered</th><th scope="col" class="number">Failed attempts</th>
            <th scope="col" class="number">Retries</th><th scope="col">Last attempt</th>
          </tr>
        </thead>
        <tbody>
          {addresses.map(({ url, delivered, failed, retried, lastError, lastAttempt }) => (
            <tr key={url} data-url={url}>
              <td class="mono wrap-anywhere">
                {url}{url !== current && <span class="muted small"> (not set any more)</span>}
                {url !== current && lastError !== null && <div class="small upload-error">{lastError}</div>}
              </td>
              <td class="number">{formatCount(delivered)}</td>
              <td class={failed > 0 ? 'number fails' : 'number muted'}>{formatCount(failed)}</td>
              <td class={retried > 0 ? 'number warns' : 'number muted'}>{formatCount(retried)}</td>
              <td><Timestamp time={lastAttempt} /></td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
