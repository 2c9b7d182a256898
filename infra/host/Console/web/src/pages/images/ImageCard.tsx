import { Component } from 'preact';
import type { ImageRecord } from '../../api/types';
import { imageLink } from '../../app/router';
import { Badge } from '../../components/Badge';
import { formatBytes } from '../../components/format';
import { takenText } from '../../components/photo';
import { placeholderUrl } from '../../components/placeholder';
import { imageAppearance } from '../../components/status';
import { renditionFor, renditionUrl } from '../../components/Thumbnail';

interface Props {
  image: ImageRecord;
  selected: boolean;
  /** Called with whether the Shift key is down. Must not change: see below. */
  onSelect: (key: string, isRange: boolean) => void;
}

/** A card of the gallery. It is drawn again only if its image or its selection changes: there may be thousands. */
export class ImageCard extends Component<Props> {
  override shouldComponentUpdate(next: Props): boolean {
    return next.image !== this.props.image || next.selected !== this.props.selected;
  }

  override render({ image, selected, onSelect }: Props) {
    const { key, status, current, reason } = image;
    const rendition = current === null || status === 'deleted' ? null : renditionFor(current, 320);
    const folder = key.slice(0, key.lastIndexOf('/') + 1);
    const placeholder = placeholderUrl(current?.placeholder);
    const badge = <Badge appearance={imageAppearance[status]} />;
    return (
      <li class="card-place">
        {status !== 'deleted' && (
          <input
            type="checkbox" class="card-check" checked={selected} aria-label={`Select ${key}`} data-testid="select"
            onClick={(event) => onSelect(key, event.shiftKey)}
          />
        )}
        <a class="card" href={imageLink(key)} data-testid="image" data-key={key} data-status={status}>
          <span class="card-picture" style={placeholder === null || rendition === null ? undefined : { backgroundImage: `url(${placeholder})` }}>
            {rendition === null ? badge : <img key={image.updatedAt} src={renditionUrl(rendition)} alt="" loading="lazy" decoding="async" />}
            {rendition !== null && status !== 'ready' && <span class="card-status">{badge}</span>}
          </span>
          <span class="card-text">
            <span class="card-name" title={key}>{key.slice(folder.length)}</span>
            <span class="muted small numeric">
              {reason !== null ? reason.code : current === null ? imageAppearance[status].text : `${current.width} × ${current.height} · ${formatBytes(current.bytes)}`}
            </span>
            {current?.photo?.takenAt != null && <span class="muted small numeric" title="When the photo was taken">{takenText(current.photo.takenAt)}</span>}
            {folder !== '' && <span class="muted small" title={folder}>in {folder}</span>}
          </span>
        </a>
      </li>
    );
  }
}
