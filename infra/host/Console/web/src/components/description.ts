import type { ImageDescription } from '../api/types';

/** Who gave the text: a person or the model. Null if there is none. */
export const authorOf = ({ altText, byPerson, model }: Pick<ImageDescription, 'altText' | 'byPerson' | 'model'>): string | null =>
  altText === null ? null : byPerson === true ? 'a person' : model ?? null;

/** What a model found objectionable: `violence 93 %, gore 12 %`. Null if no model has looked. */
export function moderationOf({ model, moderation }: Pick<ImageDescription, 'model' | 'moderation'>): string | null {
  if (model == null) {
    return null;
  }

  return moderation.length === 0 ? 'nothing found' : moderation.map(({ category, confidence }) => `${category} ${Math.round(confidence * 100)} %`).join(', ');
}
