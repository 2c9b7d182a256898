import type { ComponentChildren } from 'preact';
import type { ImageRecord, Json, OriginalObject } from '../../api/types';
import { executionLink, executionName } from '../../app/router';
import { formatBytes } from '../../components/format';
import { JsonView } from '../../components/Json';
import { Timestamp } from '../../components/Time';

export function Metadata({ record, original }: { record: ImageRecord | null; original: OriginalObject | null }) {
  const current = record?.current ?? null;
  return (
    <section class="panel" aria-label="Metadata">
      <div class="panel-head"><h2>Metadata</h2></div>
      <div class="panel-body stack">
        <dl class="facts" data-testid="metadata">
          {current !== null && <Fact name="Dimensions">{current.width} × {current.height}</Fact>}
          {current !== null && <Fact name="Format">{current.format}{current.frames > 1 && `, ${current.frames} frames`}</Fact>}
          {current?.damaged === true && <Fact name="Damaged">renditions show what could be decoded</Fact>}
          {original !== null && <Fact name="Size">{formatBytes(original.size)}</Fact>}
          {original !== null && <Fact name="Content type">{original.contentType}</Fact>}
          {original !== null && <Fact name="Uploaded"><Timestamp time={original.lastModified} /></Fact>}
          {original !== null && <Fact name="Entity tag"><code>{original.etag}</code></Fact>}
          {current !== null && <Fact name="SHA-256"><code>{current.sha256}</code></Fact>}
          {current !== null && <Fact name="Rendition set"><code>{current.renditionSet}</code></Fact>}
          {current?.focalPoint != null && <Fact name="Focal point">{current.focalPoint.x}, {current.focalPoint.y}</Fact>}
          {record !== null && <Fact name="First seen"><Timestamp time={record.createdAt} /></Fact>}
          {record !== null && <Fact name="Last changed"><Timestamp time={record.updatedAt} /></Fact>}
          {record?.expiresAt != null && <Fact name="Record expires"><Timestamp time={record.expiresAt} /></Fact>}
          {record !== null && <Fact name="Written by"><a href={executionLink(executionName(record.execution))}>{executionName(record.execution)}</a></Fact>}
        </dl>
        {record !== null && <details><summary>Record as JSON</summary><JsonView value={record as unknown as Json} title="Record" /></details>}
      </div>
    </section>
  );
}

function Fact({ name, children }: { name: string; children: ComponentChildren }) {
  return <div><dt>{name}</dt><dd>{children}</dd></div>;
}
