import type { ComponentChildren } from 'preact';
import type { ImageDescription } from '../../api/types';
import { authorOf, moderationOf } from '../../components/description';
import { Timestamp } from '../../components/Time';

/** What an image shows, in words. */
export function DescriptionFacts({ description }: { description: ImageDescription }) {
  const { altText, language, labels, describedAt, model, translations, byPerson } = description;
  const author = authorOf(description);
  const facts: [name: string, value: ComponentChildren][] = [
    ['Alternative text', altText === null ? <span class="muted">none</span> : <span lang={language ?? undefined}>{altText}</span>],
    ...(translations ?? []).map((text): [string, ComponentChildren] => [`In ${text.language}`, <span lang={text.language}>{text.altText}</span>]),
    ['Language', language],
    ['Labels', labels.length === 0 ? null : <span lang={language ?? undefined}>{labels.join(', ')}</span>],
    ['Moderation', moderationOf(description)],
    ['Text by', author],
    ['Looked at by', byPerson === true || altText === null ? model ?? null : null],
    ['Described', author === null ? null : <Timestamp time={describedAt} />],
  ];
  return (
    <dl class="facts" data-testid="description">
      {facts.filter(([, value]) => value != null).map(([name, value]) => <div key={name}><dt>{name}</dt><dd>{value}</dd></div>)}
    </dl>
  );
}
