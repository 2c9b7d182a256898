import type { OutcomeCount } from '../../api/types';
import { EmptyState } from '../../components/EmptyState';
import { formatCount } from '../../components/format';
import { Badge } from '../../components/Badge';
import { resultAppearance } from '../../components/status';

export function Outcomes({ outcomes }: { outcomes: readonly OutcomeCount[] }) {
  const total = outcomes.reduce((sum, { count }) => sum + count, 0);
  return (
    <section class="panel" aria-label="Outcomes">
      <div class="panel-head"><h2>Outcomes</h2></div>
      {outcomes.length === 0 && <EmptyState title="No executions have ended yet" />}
      <ul class="outcomes" data-testid="outcomes">
        {outcomes.map(({ outcome, reason, count }) => {
          const appearance = resultAppearance(outcome);
          const share = count / total;
          return (
            <li key={`${outcome} ${reason}`} data-tone={appearance.tone}>
              <Badge appearance={appearance} />
              <span class="wrap-anywhere">{wordsOf(reason ?? '').map((word, index) => [index > 0 && <wbr key={index} />, word])}</span>
              <span class="numeric">{formatCount(count)} <span class="muted small">{share < 0.01 ? '<1' : Math.round(share * 100)} %</span></span>
              <span class="share" aria-hidden="true"><span style={{ width: `${share * 100}%` }} /></span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

/** The words of a code such as `unsupportedFormat`, which is only broken between them. */
const wordsOf = (code: string): string[] => code.split(/(?=[A-Z])/);
