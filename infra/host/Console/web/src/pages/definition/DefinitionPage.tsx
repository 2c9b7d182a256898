import { useMemo, useState } from 'preact/hooks';
import { useLive, useServices } from '../../app/services';
import { Badge } from '../../components/Badge';
import { EmptyState } from '../../components/EmptyState';
import { useLoaded } from '../../components/hooks';
import { Notice } from '../../components/Notice';
import { PageHeader } from '../../components/PageHeader';
import { Timestamp } from '../../components/Time';
import { GraphView } from '../../graph/GraphView';
import { readDefinition } from '../../graph/model';
import { DefinitionErrors } from './DefinitionErrors';
import { DefinitionText } from './DefinitionText';
import { jsonLines, lineOf, pathOfState } from './lines';

export function DefinitionPage() {
  const { api } = useServices();
  const loaded = useLoaded(api.definition, []);
  const [target, setTarget] = useState<{ line: number; state: string | null } | null>(null);
  useLive('definition', loaded.reload, [loaded.reload]);
  useLive('reset', loaded.reload, [loaded.reload]);
  const text = loaded.value?.text ?? '';
  const lines = useMemo(() => jsonLines(text), [text]);
  const given = loaded.value?.definition ?? null;
  const model = useMemo(() => readDefinition(given), [given]);
  if (loaded.value === null) {
    return loaded.error === null ? <div class="page" aria-busy="true" /> : <EmptyState title="Could not load the definition" level="h1">{loaded.error}</EmptyState>;
  }

  const { file, valid, errors, loadedAt } = loaded.value;
  const errorLines = new Set(errors.map(({ path }) => lineOf(lines, path)));
  const show = (path: string | null, state: string | null = null): void => {
    const line = path === null ? undefined : lines.get(path);
    setTarget(line === undefined ? null : { line, state });
  };
  return (
    <div class="page" data-testid="definition-page" data-valid={valid}>
      <PageHeader
        title="Definition" badge={<Badge appearance={valid ? { tone: 'good', glyph: 'check', text: 'Valid' } : { tone: 'bad', glyph: 'cross', text: 'Invalid' }} testId="definition-status" />}
        lead={<>Save <code class="wrap-anywhere">{file}</code>, and the next execution uses it. Loaded <Timestamp time={loadedAt} />.</>}
      />
      {!valid && <DefinitionErrors errors={errors} lineOf={(path) => lineOf(lines, path)} onShow={(line) => setTarget({ line, state: null })} />}
      {loaded.error !== null && <Notice tone="bad" title="Could not reload the definition">{loaded.error}</Notice>}
      <div class="definition-grid">
        <section class="panel" aria-label="Graph">
          <div class="panel-head"><h2>{valid ? 'Graph' : 'Graph of the last valid definition'}</h2></div>
          <GraphView model={model} statuses={null} taken={null} selected={target?.state ?? null} onSelect={(state) => show(pathOfState(lines, state), state)} />
        </section>
        <section class="panel" aria-label="Text">
          <div class="panel-head"><h2>Text</h2><p class="muted small">Select a state in the graph to find it here</p></div>
          <DefinitionText text={text} errorLines={errorLines} target={target?.line ?? null} />
        </section>
      </div>
    </div>
  );
}
