import { problemDetail, keyPath, type ApiClient } from '../../api/client';
import type { Live } from '../../api/live';
import type { ExecutionSummary, ImageRecord, Reason, Submission } from '../../api/types';
import { formatBytes } from '../../components/format';
import { messageOf } from '../../components/hooks';
import { detailsOf } from '../../trace/events';
import { canSucceedLater, isActive } from './progress';

export type UploadState = 'waiting' | 'sending' | 'processing' | 'done' | 'ignored' | 'refused';

export interface Upload {
  id: number;
  file: File;
  key: string;
  /** Focal point, x,y from 0 to 1. Empty for none. */
  focalPoint: string;
  /** User metadata by name, without `x-amz-meta-`. */
  metadata: Record<string, string>;
  state: UploadState;
  sent: number;
  execution: string | null;
  /** The outcome. Null until the execution has ended. */
  outcome: string | null;
  reason: Reason | null;
  record: ImageRecord | null;
  /** Why the upload failed. Null when it did not. */
  error: string | null;
  /** Whether the same file can never be uploaded, so that trying again does not help. */
  isFinal: boolean;
}

const maxConcurrentUploads = 4;
const maxRememberedExecutions = 1000;

/** Sends several uploads at a time and follows each until its execution ends. It keeps working while the reader is on other pages. */
export class UploadQueue {
  private list: Upload[] = [];
  private readonly requests = new Map<number, XMLHttpRequest>();
  private readonly endedExecutions = new Map<string, ExecutionSummary>();
  private readonly listeners = new Set<() => void>();
  private nextId = 1;

  /** Maximum size of an upload that the host accepts, in bytes. Null until it is known. */
  maxUploadBytes: number | null = null;

  constructor(private readonly api: ApiClient, live: Live) {
    live.on('execution', (execution) => this.onExecution(execution));
    live.on('reset', () => this.refreshProcessing());
    // Other pages of the console do not end uploads, but leaving it does. What is processed goes on without the page.
    addEventListener('beforeunload', (event) => this.isSending && event.preventDefault());
  }

  get uploads(): readonly Upload[] {
    return this.list;
  }

  /** Whether leaving the console would lose uploads. */
  get isSending(): boolean {
    return this.list.some(({ state }) => state === 'waiting' || state === 'sending');
  }

  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  add(files: readonly { file: File; key: string; focalPoint?: string; metadata?: Record<string, string> }[]): void {
    const added = files.map(({ file, key, focalPoint = '', metadata = {} }): Upload => ({
      id: this.nextId++, file, key, focalPoint, metadata, state: 'waiting', sent: 0, execution: null, outcome: null, reason: null, record: null, error: null, isFinal: false,
    }));
    this.list = [...added, ...this.list];
    this.notifyListeners();
    this.sendNext();
  }

  retry(id: number): void {
    this.change(id, { state: 'waiting', sent: 0, error: null });
    this.sendNext();
  }

  cancel(id: number): void {
    this.requests.get(id)?.abort();
    this.list = this.list.filter((upload) => upload.id !== id || upload.state === 'processing');
    this.notifyListeners();
  }

  clear(): void {
    this.list = this.list.filter(isActive);
    this.notifyListeners();
  }

  private sendNext(): void {
    // In the order of the list, so that the rows that the reader sees come first.
    for (let next = this.nextWaiting(); next !== undefined && this.requests.size < maxConcurrentUploads; next = this.nextWaiting()) {
      this.send(next);
    }
  }

  private nextWaiting(): Upload | undefined {
    return this.list.find(({ state, id }) => state === 'waiting' && !this.requests.has(id));
  }

  private send({ id, file, key, focalPoint, metadata }: Upload): void {
    if (this.maxUploadBytes !== null && file.size > this.maxUploadBytes) {
      this.change(id, { state: 'refused', isFinal: true, error: `The file is ${formatBytes(file.size)}. The host accepts at most ${formatBytes(this.maxUploadBytes)}.` });
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
    request.onload = () => finish(this.readResponse(request));
    request.onerror = () => finish({ state: 'refused', error: 'The connection broke during the upload. Check that the host is still running.' });
    request.onabort = () => finish({});
    const query = new URLSearchParams(Object.entries(metadata).map(([name, value]) => [`x-amz-meta-${name}`, value]));
    if (focalPoint !== '') {
      query.set('focalPoint', focalPoint);
    }

    const search = query.toString();
    request.open('PUT', `/api/uploads/${keyPath(key)}${search === '' ? '' : `?${search}`}`);
    if (file.type !== '') {
      request.setRequestHeader('content-type', file.type);
    }

    request.send(file);
  }

  private readResponse(request: XMLHttpRequest): Partial<Upload> {
    if (request.status < 200 || request.status > 299) {
      return { state: 'refused', error: problemDetail(request.responseText, request.status), isFinal: !canSucceedLater(request.status) };
    }

    const { execution, key } = JSON.parse(request.responseText) as Submission;
    if (execution === null) {
      return { state: 'ignored', key };
    }

    // The execution may have ended before the response to the upload arrived.
    queueMicrotask(() => {
      const summary = this.endedExecutions.get(execution);
      if (summary !== undefined) {
        this.onExecution(summary);
      }
    });
    return { state: 'processing', key, execution };
  }

  private onExecution(summary: ExecutionSummary): void {
    if (summary.status === 'RUNNING') {
      return;
    }

    this.endedExecutions.set(summary.name, summary);
    if (this.endedExecutions.size > maxRememberedExecutions) {
      this.endedExecutions.delete(this.endedExecutions.keys().next().value!);
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
      const outcome = version?.outcome ?? await this.readUnannouncedOutcome(summary);
      this.change(id, { state: 'done', outcome, reason: version?.reason ?? null, record });
    } catch (fault) {
      this.change(id, { state: 'done', outcome: 'unknown', reason: { code: 'unknown', message: messageOf(fault) } });
    }
  }

  /** The outcome of an execution that announced nothing, from the name of its last state: `unchanged`, `superseded`. */
  private async readUnannouncedOutcome({ name, status }: ExecutionSummary): Promise<string> {
    if (status !== 'SUCCEEDED') {
      return status.toLowerCase();
    }

    const { events } = await this.api.history(name, 0);
    const last = events.findLast(({ type }) => type === 'SucceedStateEntered');
    return last === undefined ? 'succeeded' : detailsOf(last).name?.toLowerCase() ?? 'succeeded';
  }

  private refreshProcessing(): void {
    for (const { execution } of this.list.filter(({ state }) => state === 'processing')) {
      // The connection status shows a fault here, and the next reset tries again.
      this.api.execution(execution!).then((summary) => this.onExecution(summary), () => {});
    }
  }

  private change(id: number, change: Partial<Upload>): void {
    this.list = this.list.map((upload) => (upload.id === id ? { ...upload, ...change } : upload));
    this.notifyListeners();
  }

  private notifyListeners(): void {
    this.listeners.forEach((listener) => listener());
  }
}
