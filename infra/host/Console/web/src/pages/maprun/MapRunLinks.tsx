import type { Execution, MapRun } from '../../api/types';
import { mapRunLink } from '../../app/router';

/** Links from an execution to the Map Runs of its distributed Maps, or from a child execution to the Map Run that started it. */
export function MapRunLinks({ execution, runs }: { execution: Execution; runs: readonly MapRun[] }) {
  const parent = parentMapRun(execution.executionArn);
  return (
    <>
      {parent !== null && <div><dt>Map Run</dt><dd><a href={mapRunLink(parent)} data-testid="parent-map-run">Child execution of a Map Run</a></dd></div>}
      {runs.map((run) => (
        <div key={run.mapRunArn}><dt>Map Run</dt><dd><a href={mapRunLink(run.mapRunArn)} data-testid="map-run">{run.state}</a></dd></div>
      ))}
    </>
  );
}

/** The ARN of the Map Run of a child execution. Null for other executions. */
export function parentMapRun(executionArn: string): string | null {
  const parts = executionArn.split(':');
  const [machine, name] = [parts[6] ?? '', parts[7] ?? ''];
  return machine.includes('/') ? [...parts.slice(0, 5), 'mapRun', machine, name.slice(0, name.lastIndexOf('-'))].join(':') : null;
}
