import { problemDetail, keyPath, type ApiClient } from '../../api/client';
import type { Live } from '../../api/live';
import type { ExecutionSummary, ImageRecord, Reason, Submission } from '../../api/types';
import { formatBytes } from '../../components/format';
import { messageOf } from '../../components/hooks';
import { detailsOf } from '../../trace/events';

export type UploadState = 'waiting' | 'sending' | 'processing' | 'done' | 'ignored' | 'refused';

export interface Upload {
  id: number;
  file: File;
  key: string;
  state: UploadState;
  sent: number;
  execution: string | null;
  /** What came of it, once the execution has ended. */
  outcome: string | null;
  reason: Reason | null;
  record: ImageRecord | null;
  /** Why the host did not take it. */
  error: string | null;
}

const atOnce = 4;
const endedRemembered = 1000;

/** Uploads go on while other pages are shown: several at a time, then each is followed until its execution has ended. */
export class UploadQueue {
  private list: Upload[] = [];
  private readonly requests = new Map<number, XMLHttpRequest>();
  private readonly ended = new Map<string, ExecutionSummary>();
  private readonly listeners = new Set<() => void>();
  private nextId = 1;

  /** Largest upload that the host takes, in bytes; null until it is known. */
  limit: number | null = null;

  constructor(private readonly api: ApiClient, live: Live) {
    live.on('execution', (execution) => this.heard(execution));
    live.on('reset', () => this.lookAgain());
  }

  get uploads(): readonly Upload[] {
    return this.list;
  }

  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  add(files: readonly { file: File; key: string }[]): void {
    const added = files.map(({ file, key }): Upload => ({
      id: this.nextId++, file, key, state: 'waiting', sent: 0, execution: null, outcome: null, reason: null, record: null, error: null,
    }));
    this.list = [...added, ...this.list];
    this.changed();
    this.sendNext();
  }

  again(id: number): void {
    this.change(id, { state: 'waiting', sent: 0, error: null });
    this.sendNext();
  }

  cancel(id: number): void {
    this.requests.get(id)?.abort();
    this.list = this.list.filter((upload) => upload.id !== id || upload.state === 'processing');
    this.changed();
  }

  clear(): void {
    this.list = this.list.filter(({ state }) => state === 'waiting' || state === 'sending' || state === 'processing');
    this.changed();
  }

  private sendNext(): void {
    // The oldest first: new ones are put on top.
    for (let next = this.waiting(); next !== undefined && this.requests.size < atOnce; next = this.waiting()) {
      this.send(next);
    }
  }

  private waiting(): Upload | undefined {
    return this.list.findLast(({ state, id }) => state === 'waiting' && !this.requests.has(id));
  }

  private send({ id, file, key }: Upload): void {
    if (this.limit !== null && file.size > this.limit) {
      this.change(id, { state: 'refused', error: `${formatBytes(file.size)} is more than the host takes: the limit is ${formatBytes(this.limit)}.` });
      return;
    }

    const request = new XMLHttpRequest();
    this.requests.set(id, request);
    this.change(id, { state: 'sending', sent: 0 });
    const finish = (change: Partial<Upload>): void => {
      this.requests.delete(id);
      this.change(id, change);
      this.sendNext();
    };
    request.upload.onprogress = ({ loaded }) => this.change(id, { sent: loaded });
    request.onload = () => finish(this.answered(request));
    request.onerror = () => finish({ state: 'refused', error: 'The connection broke while sending. Is the host still running?' });
    request.onabort = () => finish({});
    request.open('PUT', `/api/uploads/${keyPath(key)}`);
    if (file.type !== '') {
      request.setRequestHeader('content-type', file.type);
    }

    request.send(file);
  }

  private answered(request: XMLHttpRequest): Partial<Upload> {
    if (request.status < 200 || request.status > 299) {
      return { state: 'refused', error: problemDetail(request.responseText, request.status) };
    }

    const { execution, key } = JSON.parse(request.responseText) as Submission;
    if (execution === null) {
      return { state: 'ignored', key };
    }

    // It may have ended before the answer to the upload was here.
    queueMicrotask(() => {
      const summary = this.ended.get(execution);
      if (summary !== undefined) {
        this.heard(summary);
      }
    });
    return { state: 'processing', key, execution };
  }

  private heard(summary: ExecutionSummary): void {
    if (summary.status === 'RUNNING') {
      return;
    }

    this.ended.set(summary.name, summary);
    if (this.ended.size > endedRemembered) {
      this.ended.delete(this.ended.keys().next().value!);
    }

    const upload = this.list.find(({ execution, state }) => execution === summary.name && state === 'processing');
    if (upload !== undefined) {
      void this.readOutcome(upload, summary);
    }
  }

  private async readOutcome({ id, key }: Upload, summary: ExecutionSummary): Promise<void> {
    try {
      const { record, versions } = await this.api.image(key);
      const version = versions.find((each) => each.execution.name === summary.name);
      const outcome = version?.outcome ?? await this.unannounced(summary);
      this.change(id, { state: 'done', outcome, reason: version?.reason ?? null, record });
    } catch (fault) {
      this.change(id, { state: 'done', outcome: 'unknown', reason: { code: 'unknown', message: messageOf(fault) } });
    }
  }

  /** Of what was not announced, the state that ended it tells: `unchanged`, `superseded`. */
  private async unannounced({ name, status }: ExecutionSummary): Promise<string> {
    if (status !== 'SUCCEEDED') {
      return status.toLowerCase();
    }

    const { events } = await this.api.history(name, 0);
    const last = events.findLast(({ type }) => type === 'SucceedStateEntered');
    return last === undefined ? 'succeeded' : detailsOf(last).name?.toLowerCase() ?? 'succeeded';
  }

  private lookAgain(): void {
    for (const { execution } of this.list.filter(({ state }) => state === 'processing')) {
      // A fault here is told by the connection; the next reset looks again.
      this.api.execution(execution!).then((summary) => this.heard(summary), () => {});
    }
  }

  private change(id: number, change: Partial<Upload>): void {
    this.list = this.list.map((upload) => (upload.id === id ? { ...upload, ...change } : upload));
    this.changed();
  }

  private changed(): void {
    this.listeners.forEach((listener) => listener());
  }
}
