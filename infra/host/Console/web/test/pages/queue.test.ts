import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ApiClient } from '../../src/api/client';
import type { Live } from '../../src/api/live';
import { UploadQueue } from '../../src/pages/upload/queue';

/** A request that answers when the test says so. */
class FakeRequest {
  static all: FakeRequest[] = [];
  readonly upload: { onprogress?: (event: { loaded: number }) => void } = {};
  onload?: () => void;
  onabort?: () => void;
  status = 202;
  responseText = '';
  key = '';

  open(_: string, url: string): void {
    this.key = decodeURIComponent(url.slice('/api/uploads/'.length));
    FakeRequest.all.push(this);
  }

  setRequestHeader(): void {}

  send(): void {}

  abort(): void {
    this.onabort?.();
  }

  answer(): void {
    this.responseText = JSON.stringify({ key: this.key, execution: `run-${this.key}` });
    this.onload!();
  }
}

type Handler = (data: unknown) => void;

const handlers = new Map<string, Handler>();
const live = { on: (name: string, handler: Handler) => void handlers.set(name, handler) } as unknown as Live;
const api = { image: (key: string) => Promise.resolve({ record: null, versions: [{ execution: { name: `run-${key}` }, outcome: 'succeeded', reason: null }] }) } as unknown as ApiClient;
const files = (...keys: string[]) => keys.map((key) => ({ file: { size: 10, type: '' } as File, key }));

const sent = (): string[] => FakeRequest.all.map(({ key }) => key);

beforeEach(() => {
  FakeRequest.all = [];
  vi.stubGlobal('XMLHttpRequest', FakeRequest);
  vi.stubGlobal('addEventListener', () => undefined);
});
afterEach(() => vi.unstubAllGlobals());

describe('queue of uploads', () => {
  it('sends four at a time, in the order of the page', () => {
    const queue = new UploadQueue(api, live);
    queue.add(files('a', 'b', 'c', 'd', 'e', 'f'));
    expect(sent()).toEqual(['a', 'b', 'c', 'd']);

    FakeRequest.all[1]!.answer();
    expect(sent()).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(queue.uploads.map(({ state }) => state)).toEqual(['sending', 'processing', 'sending', 'sending', 'sending', 'waiting']);
    expect(queue.isSending).toBe(true);
    expect([...queue.pendingKeys]).toEqual(['a', 'c', 'd', 'e', 'f']);
  });

  it('sends the rows first that the reader sees', () => {
    const queue = new UploadQueue(api, live);
    queue.add(files('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'));
    queue.show(queue.uploads.slice(5, 7).map(({ id }) => id));
    FakeRequest.all.slice().forEach((request) => request.answer());

    expect(sent()).toEqual(['a', 'b', 'c', 'd', 'f', 'g', 'e', 'h']);
  });

  it('puts later files on top and sends them before earlier ones that wait', () => {
    const queue = new UploadQueue(api, live);
    queue.add(files('a', 'b', 'c', 'd', 'e'));
    queue.add(files('x'));
    expect(queue.uploads.map(({ key }) => key)).toEqual(['x', 'a', 'b', 'c', 'd', 'e']);

    FakeRequest.all[0]!.answer();
    expect(sent()).toEqual(['a', 'b', 'c', 'd', 'x']);
  });

  it('goes on with the next one when one is cancelled, and forgets it', () => {
    const queue = new UploadQueue(api, live);
    queue.add(files('a', 'b', 'c', 'd', 'e'));
    queue.cancel(queue.uploads[0]!.id);

    expect(sent()).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(queue.uploads.map(({ key }) => key)).toEqual(['b', 'c', 'd', 'e']);
  });

  it('follows an execution to its outcome, and clears what has ended', async () => {
    const queue = new UploadQueue(api, live);
    queue.add(files('a', 'b'));
    FakeRequest.all[0]!.answer();
    handlers.get('execution')!({ name: 'run-a', status: 'SUCCEEDED' });
    await vi.waitFor(() => expect(queue.uploads[0]).toMatchObject({ state: 'done', outcome: 'succeeded' }));

    queue.clear();
    expect(queue.uploads.map(({ key }) => key)).toEqual(['b']);
  });

  it('changes one upload without touching the others, and copies the list only when it is read', () => {
    const queue = new UploadQueue(api, live);
    queue.add(files(...Array.from({ length: 5000 }, (_, index) => `${index}`)));
    const before = queue.uploads;
    expect(queue.uploads).toBe(before);

    const began = performance.now();
    for (let loaded = 0; loaded < 20_000; loaded++) {
      FakeRequest.all[0]!.upload.onprogress!({ loaded });
    }

    // A copy of the list for each event would take seconds.
    expect(performance.now() - began).toBeLessThan(1000);
    expect(queue.uploads[0]!.sent).toBe(19_999);
    expect(queue.uploads[1]).toBe(before[1]);
  });
});
