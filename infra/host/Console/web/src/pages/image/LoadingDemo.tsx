import { useState } from 'preact/hooks';
import type { ImageVersion, Placeholder } from '../../api/types';
import { placeholderUrl } from '../../components/placeholder';
import { renditionFor, renditionUrl } from '../../components/Thumbnail';

/** Shows what a page can display while a rendition loads: the dominant colour, then the ThumbHash, then the rendition. */
export function LoadingDemo({ version, placeholder }: { version: ImageVersion; placeholder: Placeholder }) {
  const [replays, setReplays] = useState(0);
  const hash = placeholderUrl(placeholder);
  const rendition = renditionFor(version, 320);
  const shape = { aspectRatio: `${version.width} / ${version.height}` };
  return (
    <section class="stack" aria-label="Placeholder">
      <div class="row"><h2>While loading</h2><button type="button" class="button slim" onClick={() => setReplays(replays + 1)}>Replay</button></div>
      <div class="loading-show" data-testid="placeholder">
        <figure>
          <div class="loading-frame" style={{ ...shape, backgroundColor: placeholder.dominantColour }} />
          <figcaption class="swatch-name"><span>Dominant colour</span><code>{placeholder.dominantColour}</code></figcaption>
        </figure>
        <figure>
          <div class="loading-frame" style={shape}>{hash !== null && <img src={hash} alt="ThumbHash placeholder" />}</div>
          <figcaption class="swatch-name"><span>ThumbHash</span><code title={placeholder.thumbHash}>{placeholder.thumbHash.slice(0, 14)}…</code></figcaption>
        </figure>
        <figure>
          <div class="loading-frame" style={{ ...shape, ...(hash === null ? {} : { backgroundImage: `url(${hash})` }) }}>
            {rendition !== null && <img key={replays} class="fades" src={renditionUrl(rendition)} alt="The rendition, fading in over its placeholder" />}
          </div>
          <figcaption class="swatch-name"><span>Rendition</span><span class="muted">{rendition?.name}</span></figcaption>
        </figure>
      </div>
    </section>
  );
}
