import { describe, expect, it } from 'vitest';
import { authorOf, moderationOf } from '../../src/components/description';
import { imageAppearance, resultAppearance } from '../../src/components/status';
import { describe as describeAgain } from '../../src/pages/image/ProcessAgain';
import { tallyOf } from '../../src/pages/images/outcomes';

describe('the author of a text', () => {
  it('is a person before the model that looked at the image', () => {
    expect(authorOf({ altText: 'A cat', byPerson: true, model: 'm' })).toBe('a person');
    expect(authorOf({ altText: 'A cat', model: 'm' })).toBe('m');
  });

  it('is nobody without a text', () => {
    expect(authorOf({ altText: null, model: 'm' })).toBeNull();
  });
});

describe('moderation', () => {
  it('has every category with its confidence in percent', () => {
    expect(moderationOf({ model: 'm', moderation: [{ category: 'violence', confidence: 0.934 }, { category: 'gore', confidence: 0.1 }] })).toBe('violence 93 %, gore 10 %');
  });

  it('says that a model found nothing, and is unknown if none has looked', () => {
    expect(moderationOf({ model: 'm', moderation: [] })).toBe('nothing found');
    expect(moderationOf({ model: null, moderation: [] })).toBeNull();
    expect(moderationOf({ moderation: [] })).toBeNull();
  });
});

describe('quarantine', () => {
  it('has the same name as a status and as an outcome', () => {
    expect(resultAppearance('quarantined')).toEqual(imageAppearance.quarantined);
    expect(imageAppearance.quarantined.text).toBe('Quarantined');
  });

  it('is no success of processing an image again', () => {
    expect(describeAgain('quarantined').tone).toBe('warn');
    expect(tallyOf(['a', 'b'], new Map([['a', 'succeeded'], ['b', 'quarantined']]))).toEqual({ pending: 0, text: '1 made again, 1 quarantined', hasFaults: true });
  });
});
