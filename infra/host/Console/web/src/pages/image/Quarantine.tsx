import { useState } from 'preact/hooks';
import type { QuarantinedVersion } from '../../api/types';
import { keyPath } from '../../api/client';
import { executionLink } from '../../app/router';
import { useServices } from '../../app/services';
import { Confirm } from '../../components/Confirm';
import { formatBytes } from '../../components/format';
import { Notice } from '../../components/Notice';
import { Timestamp } from '../../components/Time';
import { DescriptionFacts } from './DescriptionFacts';

interface Props {
  imageKey: string;
  quarantined: QuarantinedVersion;
  /** Entity tag of the upload, so that no later one is released. */
  etag: string | null;
  /** Whether readers see an earlier version. */
  hasCurrent: boolean;
  canRelease: boolean;
  onReleased: () => void;
}

/** Shows the version that waits for a person, and releases it. The picture is blurred until you ask for it. */
export function Quarantine({ imageKey, quarantined: { version, description, since }, etag, hasCurrent, canRelease, onReleased }: Props) {
  const { api } = useServices();
  const [shown, setShown] = useState(false);
  const [asking, setAsking] = useState(false);
  const [execution, setExecution] = useState<string | null>(null);
  const [broken, setBroken] = useState(false);
  const release = async (): Promise<void> => {
    setExecution((await api.releaseImage(imageKey, etag)).execution);
    onReleased();
  };
  return (
    <section class="panel" aria-label="Quarantine" data-testid="quarantine">
      <div class="panel-head">
        <h2>In quarantine</h2>
        {canRelease && <button type="button" class="button primary slim" disabled={execution !== null} onClick={() => setAsking(true)} data-testid="release">Release…</button>}
      </div>
      <div class="panel-body quarantine">
        <figure class="stack">
          <div class="quarantined-picture" data-shown={shown}>
            {broken
              ? <p class="muted small">The picture is missing.</p>
              : <img key={version.prefix} src={`/api/quarantine/${keyPath(imageKey)}?version=${version.sha256.slice(0, 16)}`} alt="The picture in quarantine" onError={() => setBroken(true)} data-testid="quarantined-picture" />}
          </div>
          <figcaption><button type="button" class="button slim" aria-pressed={shown} onClick={() => setShown(!shown)} data-testid="show-picture">{shown ? 'Blur the picture' : 'Show the picture'}</button></figcaption>
        </figure>
        <div class="stack">
          {execution !== null && <Notice tone="busy" title="Releasing" testId="releasing">An <a href={executionLink(execution)}>execution</a> publishes it.</Notice>}
          <p>{hasCurrent ? 'Readers see the last version until you release this one.' : 'Readers see nothing until you release it.'} To refuse it, delete the image.</p>
          <dl class="facts">
            <div><dt>Waits since</dt><dd><Timestamp time={since} /></dd></div>
            <div><dt>Original</dt><dd>{version.width} × {version.height}, {version.format}, {formatBytes(version.bytes)}</dd></div>
          </dl>
          {description === null ? <p class="muted">No model has looked at it.</p> : <DescriptionFacts description={description} />}
        </div>
      </div>
      {asking && (
        <Confirm title="Release this image?" action="Release" isDangerous={false} onConfirm={release} onClose={() => setAsking(false)}>
          <p class="wrap-anywhere">Everybody who can see your images then sees <strong>{imageKey}</strong>{hasCurrent && ' in this version'}. This content stays released, whatever a model says of it later.</p>
        </Confirm>
      )}
    </section>
  );
}
