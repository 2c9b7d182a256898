import type { ExecutionSummary } from '../api/types';
import { Badge } from './Badge';
import { executionAppearance, resultAppearance } from './status';

/** What became of the image, with the execution's status beside it. Without an outcome only the status. */
export function OutcomeBadges({ execution: { status, outcome } }: { execution: Pick<ExecutionSummary, 'status' | 'outcome'> }) {
  if (outcome === null) {
    return <Badge appearance={executionAppearance[status]} testId="execution-status" />;
  }

  return (
    <span class="outcome">
      <Badge appearance={resultAppearance(outcome)} testId="execution-outcome" />
      <span class="status muted small" data-testid="execution-status">{executionAppearance[status].text}</span>
    </span>
  );
}
