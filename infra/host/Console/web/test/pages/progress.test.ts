import { describe, expect, it } from 'vitest';
import { canSucceedLater, progressOf } from '../../src/pages/upload/progress';
import type { Upload } from '../../src/pages/upload/queue';

const upload = (state: Upload['state'], outcome: string | null = null, size = 99, sent = 0): Upload => ({
  id: 1, file: { size } as File, key: 'a', focalPoint: '', metadata: {}, state, sent, execution: null, outcome, reason: null, record: null, error: null, isFinal: false,
});

describe('progress of uploads', () => {
  it('counts what became of them', () => {
    const uploads = [
      upload('done', 'rejected'), upload('done', 'succeeded'), upload('refused'), upload('done', 'succeeded'), upload('done', 'removed'), upload('done', 'timed_out'),
    ];

    expect(progressOf(uploads)).toEqual({ active: 0, fraction: 1, outcomes: '2 ready, 1 rejected, 1 not uploaded, 1 removed, 1 timed out' });
  });

  it('goes by the bytes that were sent', () => {
    expect(progressOf([upload('sending', null, 99, 50), upload('waiting')])).toEqual({ active: 2, fraction: 0.25, outcomes: '' });
    expect(progressOf([upload('processing'), upload('waiting')]).fraction).toBe(0.5);
  });
});

describe('trying again', () => {
  it('helps only if the host could not take the upload just then', () => {
    expect([400, 403, 411, 413, 422].filter(canSucceedLater)).toEqual([]);
    expect([408, 429, 500, 503, 507].filter(canSucceedLater)).toHaveLength(5);
  });
});
