import { expect, it } from 'vitest';
import { keyPath, problemDetail } from '../../src/api/client';
import { executionName, imageLink, keyOf, parseRoute } from '../../src/app/router';
import { keyFor } from '../../src/pages/upload/files';

it('reads pages, names and keys from the fragment', () => {
  expect(parseRoute('')).toMatchObject({ page: 'upload', id: null });
  expect(parseRoute('#/executions/8c2a')).toMatchObject({ page: 'executions', id: '8c2a' });
  expect(parseRoute('#/executions?status=FAILED')?.query.get('status')).toBe('FAILED');
  expect(parseRoute('#/nowhere')).toBeNull();
  expect(parseRoute('#/images/%E0%A4%A')).toBeNull();
});

it('reads every key back from its link', () => {
  for (const key of ['a.jpg', 'cats/1 2.jpg', 'ü/日本.png', '100%/a?b#c', 'a//b', 'a+b&c=d']) {
    expect(parseRoute(imageLink(key))).toMatchObject({ page: 'images', id: key });
  }
});

it('encodes each segment of a key in a path', () => {
  expect(keyPath('cats/1 2#?.jpg')).toBe('cats/1%202%23%3F.jpg');
  expect(keyOf('uploads/cats/1.jpg')).toBe('cats/1.jpg');
  expect(executionName('arn:aws:states:local:0:execution:image-pipeline:8c2a')).toBe('8c2a');
});

it('joins prefix and path to a key without double slashes', () => {
  expect([keyFor('', 'a.jpg'), keyFor('cats', 'a.jpg'), keyFor('/cats/', 'x/a.jpg'), keyFor(' ', '/a.jpg')]).toEqual(['a.jpg', 'cats/a.jpg', 'cats/x/a.jpg', 'a.jpg']);
});

it('shows the detail of a problem document, and the status for any other body', () => {
  expect(problemDetail('{"title":"Too large","detail":"The limit is 20 MB."}', 413)).toBe('The limit is 20 MB.');
  expect(problemDetail('{"title":"Conflict"}', 409)).toBe('Conflict');
  expect(problemDetail('<html>', 502)).toContain('502');
  expect(problemDetail('null', 500)).toContain('500');
});
