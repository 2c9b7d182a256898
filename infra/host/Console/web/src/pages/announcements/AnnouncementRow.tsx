import { useState } from 'preact/hooks';
import type { Announcement, Json } from '../../api/types';
import { executionId, executionLink, imageLink, keyOf } from '../../app/router';
import { Badge } from '../../components/Badge';
import { formatCount } from '../../components/format';
import { JsonView } from '../../components/Json';
import { resultAppearance } from '../../components/status';
import { Timestamp } from '../../components/Time';

export function AnnouncementRow({ announcement }: { announcement: Announcement }) {
  const { id, topic, time, execution, attributes, message } = announcement;
  const [open, setOpen] = useState(false);
  const outcome = memberOf(message, 'outcome');
  const imageId = memberOf(message, 'imageId');
  return (
    <li data-testid="announcement" data-id={id} data-topic={topic}>
      <div class="announcement-line">
        <span class="muted numeric">{id}</span>
        <Badge appearance={resultAppearance(outcome ?? topic)} />
        <span class="wrap-anywhere">{imageId === null ? summaryOf(message) ?? topic : <a class="strong" href={imageLink(keyOf(imageId))}>{keyOf(imageId)}</a>}</span>
        <span class="muted small">to {topic} · <Timestamp time={time} /></span>
        {execution !== null && <a class="small" href={executionLink(executionId(execution))}>Execution</a>}
        <button type="button" class="button slim" aria-expanded={open} onClick={() => setOpen(!open)}>JSON</button>
      </div>
      {open && (
        <div class="announcement-json">
          <JsonView value={message} title="Message" testId="json-message" />
          <JsonView value={attributes as Json} title="Attributes" testId="json-attributes" />
        </div>
      )}
    </li>
  );
}

/** What became of a backfill's images, such as "60 accepted, 1 rejected". Null for other announcements. */
export function summaryOf(message: Json): string | null {
  const counts = typeof message === 'object' && message !== null && !Array.isArray(message) ? message['counts'] : null;
  if (typeof counts !== 'object' || counts === null || Array.isArray(counts)) {
    return null;
  }

  const parts = Object.entries(counts).filter(([, count]) => typeof count === 'number' && count > 0).map(([name, count]) => `${formatCount(count as number)} ${name}`);
  return parts.length === 0 ? 'No images' : parts.join(', ');
}

function memberOf(message: Json, name: string): string | null {
  const value = typeof message === 'object' && message !== null && !Array.isArray(message) ? message[name] : null;
  return typeof value === 'string' ? value : null;
}
