import { expect, test } from 'vitest';
import { summaryOf } from '../../src/pages/announcements/AnnouncementRow';

test('the summary of a backfill counts the outcomes that images have', () => {
  expect(summaryOf({ outcome: 'backfilled', counts: { accepted: 1_200, unchanged: 0, rejected: 1 } })).toBe('1,200 accepted, 1 rejected');
  expect(summaryOf({ outcome: 'backfilled', counts: { accepted: 0 } })).toBe('No images');
});

test('other announcements have no summary', () => {
  expect(summaryOf({ outcome: 'succeeded', imageId: 'uploads/a.jpg' })).toBeNull();
  expect(summaryOf('text')).toBeNull();
});
