import type { ComponentChildren } from 'preact';
import type { Photo, UserMetadata } from '../../api/types';
import { cameraOf, exposureOf, fileFactsOf, takenText } from '../../components/photo';

/** What a photo says of itself, and what its uploader added. */
export function PhotoFacts({ photo, user }: { photo: Photo | null; user: UserMetadata | null }) {
  const camera = photo === null ? null : [cameraOf(photo), photo.lens].filter((part) => part != null).join(', ');
  const source = photo?.digitalSourceType ?? null;
  const facts: [name: string, value: ComponentChildren][] = [
    ['Taken', photo?.takenAt == null ? null : takenText(photo.takenAt)],
    ['Camera', camera],
    ['Exposure', photo === null ? null : exposureOf(photo)],
    ['Place', photo?.location == null ? null : `${photo.location.latitude}, ${photo.location.longitude}`],
    ['Title', photo?.title],
    ['Description', photo?.description],
    ['Keywords', photo?.keywords?.map((keyword) => (
      <a key={keyword} class="keyword" href={`#/images?keyword=${encodeURIComponent(keyword)}`}>{keyword}</a>
    ))],
    ['Creator', photo?.creator],
    ['Credit', photo?.credit],
    ['Copyright', photo?.copyright],
    ['Rating', photo?.rating],
    ['Source', source?.slice(source.lastIndexOf('/') + 1)],
    ['File', photo === null ? null : fileFactsOf(photo)],
    ['Content Credentials', photo?.hasC2pa === true ? 'yes, not verified' : null],
    ...Object.entries(user?.metadata ?? {}).map(([name, value]): [string, string] => [`x-amz-meta-${name}`, value]),
    ...Object.entries(user?.tags ?? {}).map(([name, value]): [string, string] => [`Tag ${name}`, value]),
  ];
  const known = facts.filter(([, value]) => value != null && value !== '');
  return known.length === 0 ? null : (
    <section class="panel" aria-label="Photo">
      <div class="panel-head"><h2>Photo</h2></div>
      <div class="panel-body">
        <dl class="facts" data-testid="photo">{known.map(([name, value]) => <div key={name}><dt>{name}</dt><dd>{value}</dd></div>)}</dl>
      </div>
    </section>
  );
}
