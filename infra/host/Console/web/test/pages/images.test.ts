import { describe, expect, it } from 'vitest';
import type { ImageKey, ImageKeyPage, ImagePage, ImageRecord, ImageStatus } from '../../src/api/types';
import { bulkText, fitting, listKeys } from '../../src/pages/images/bulk';
import { applyChanges, merge, refreshFirstPage } from '../../src/pages/images/list';
import { tallyOf } from '../../src/pages/images/outcomes';

const pipeline = 'arn:aws:states:local:000000000000:execution:image-pipeline:1';
const child = 'arn:aws:states:local:000000000000:execution:backfill/Images:run-1';

const keyOf = (status: ImageStatus, execution = pipeline): ImageKey => ({ key: 'a.png', status, execution });

const image = (imageId: string, status: ImageStatus = 'ready'): ImageRecord => ({ imageId, status }) as ImageRecord;

const page = (images: ImageRecord[], continuation: string | null = null): ImagePage => ({ images, continuation, folders: [], moreFolders: false, counts: null });

describe('actions on a selection', () => {
  it('leave out what they cannot do', () => {
    expect([fitting.process(keyOf('rejected')), fitting.process(keyOf('deleted')), fitting.delete(keyOf('deleted'))]).toEqual([true, false, false]);
    expect([fitting.redrive(keyOf('failed')), fitting.redrive(keyOf('ready')), fitting.redrive(keyOf('failed', child))]).toEqual([true, false, false]);
  });

  it('say how many', () => {
    expect(bulkText.process.title(1)).toBe('Process 1 image again?');
    expect(bulkText.process.explanation(2431)).toContain('2,431 new executions start');
    expect(bulkText.delete.explanation(1)).toContain('the original and all renditions');
  });
});

describe('the images of a filter', () => {
  const pages: ImageKeyPage[] = [
    { keys: [{ ...keyOf('ready'), key: 'a' }, { ...keyOf('ready'), key: 'b' }], continuation: 'next' },
    { keys: [{ ...keyOf('ready'), key: 'c' }], continuation: null },
  ];

  it('are listed page by page', async () => {
    const asked: unknown[] = [];
    const counts: number[] = [];
    const keys = await listKeys(
      { imageKeys: (query) => Promise.resolve(pages[asked.push(query) - 1]!) }, { text: 'x', sort: 'size', order: 'asc', status: 'ready' }, (count) => counts.push(count), () => false,
    );

    expect(keys.map(({ key }) => key)).toEqual(['a', 'b', 'c']);
    expect(counts).toEqual([2, 3]);
    expect(asked).toEqual([
      { text: 'x', status: 'ready', sort: '', order: '', limit: 1000, continuation: null }, { text: 'x', status: 'ready', sort: '', order: '', limit: 1000, continuation: 'next' },
    ]);
  });

  it('are not listed on after a cancellation', async () => {
    let asked = 0;
    await listKeys({ imageKeys: () => Promise.resolve(pages[asked++]!) }, {}, () => undefined, () => true);

    expect(asked).toBe(1);
  });
});

describe('a tally', () => {
  it('sums up outcomes in a fixed order', () => {
    const ended = new Map([['1', 'unchanged'], ['2', 'succeeded'], ['3', 'unchanged'], ['4', 'mine'], ['other', 'failed']]);

    expect(tallyOf(['1', '2', '3', '4', '5'], ended)).toEqual({ pending: 1, text: '1 made again, 2 unchanged, 1 mine', hasFaults: false });
    expect(tallyOf(['1'], new Map([['1', 'rejected']])).hasFaults).toBe(true);
  });
});

describe('a list of images', () => {
  it('has every image once', () => expect(merge([image('a'), image('b')], [image('b'), image('c')]).map(({ imageId }) => imageId)).toEqual(['a', 'b', 'c']));

  it('keeps loaded pages behind a new first page', () => {
    const list = page([image('a'), image('b'), image('c')], 'old');

    expect(refreshFirstPage(list, page([image('new'), image('a')], 'first'), 2)).toMatchObject({ continuation: 'old', images: [{ imageId: 'new' }, { imageId: 'a' }, { imageId: 'b' }, { imageId: 'c' }] });
    expect(refreshFirstPage(list, page([image('x'), image('y')], 'first'), 2).continuation).toBe('first');
  });

  it('loses images whose status has changed, unless it shows all', () => {
    const changes = new Map<string, ImageStatus>([['b', 'rejected']]);

    expect(applyChanges([image('a'), image('b')], changes, 'ready')).toEqual([image('a')]);
    expect(applyChanges([image('a'), image('b')], changes, 'all')).toEqual([image('a'), image('b', 'rejected')]);
  });
});
