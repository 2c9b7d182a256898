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

/** A file to upload, before it is in the queue. */
export interface NewUpload {
  file: File;
  key: string;
  focalPoint?: string;
  metadata?: Record<string, string>;
}

const maxConcurrentUploads = 4;
const maxRememberedExecutions = 1000;

/**
 * Sends several uploads at a time and follows each until its execution ends. It keeps working while the reader is on other pages. An event of one
 * upload costs the same however many there are.
 */
export class UploadQueue {
  private readonly byId = new Map<number, Upload>();
  private readonly byExecution = new Map<string, number>();
  /** The order of the page: the latest files first. */
  private order: number[] = [];
  /** No upload before this place of the order is waiting. */
  private firstWaiting = 0;
  private inView: readonly number[] = [];
  private snapshot: readonly Upload[] | null = [];
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

  /** All uploads as they are now, in the order of the page. The array stays the same until one changes. */
  get uploads(): readonly Upload[] {
    this.snapshot ??= this.order.map((id) => this.byId.get(id)!);
    return this.snapshot;
  }

  /** Whether leaving the console would lose uploads. */
  get isSending(): boolean {
    return this.requests.size > 0 || this.nextWaiting() !== undefined;
  }

  /** Keys of uploads that are not stored yet. */
  get pendingKeys(): ReadonlySet<string> {
    return new Set(this.uploads.filter(({ state }) => state === 'waiting' || state === 'sending').map(({ key }) => key));
  }

  /** Says which uploads the reader sees now. They are sent first. */
  show(ids: readonly number[]): void {
    this.inView = ids;
  }

  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  add(files: readonly NewUpload[]): void {
    const added = files.map(({ file, key, focalPoint = '', metadata = {} }): Upload => ({
      id: this.nextId++, file, key, focalPoint, metadata, state: 'waiting', sent: 0, execution: null, outcome: null, reason: null, record: null, error: null, isFinal: false,
    }));
    added.forEach((upload) => this.byId.set(upload.id, upload));
    this.setOrder([...added.map(({ id }) => id), ...this.order]);
    this.sendNext();
  }

  retry(id: number): void {
    this.change(id, { state: 'waiting', sent: 0, error: null });
    this.firstWaiting = 0;
    this.sendNext();
  }

  cancel(id: number): void {
    this.requests.get(id)?.abort();
    this.keep((upload) => upload.id !== id || upload.state === 'processing');
    this.sendNext();
  }

  clear(): void {
    this.keep(isActive);
  }

  private keep(isKept: (upload: Upload) => boolean): void {
    for (const upload of this.uploads) {
      if (!isKept(upload)) {
        this.byId.delete(upload.id);
      }
    }

    this.setOrder(this.order.filter((id) => this.byId.has(id)));
  }

  private setOrder(order: number[]): void {
    this.order = order;
    this.firstWaiting = 0;
    this.notifyListeners();
  }

  private sendNext(): void {
    for (let next = this.nextWaiting(); next !== undefined && this.requests.size < maxConcurrentUploads; next = this.nextWaiting()) {
      this.send(next);
    }
  }

  /** The first one that the reader sees; if none of those is waiting, the first one of all. */
  private nextWaiting(): Upload | undefined {
    const seen = this.inView.find((id) => this.byId.get(id)?.state === 'waiting');
    if (seen !== undefined) {
      return this.byId.get(seen);
    }

    while (this.firstWaiting < this.order.length && this.byId.get(this.order[this.firstWaiting]!)!.state !== 'waiting') {
      this.firstWaiting++;
    }

    return this.byId.get(this.order[this.firstWaiting] ?? 0);
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

    const upload = this.byId.get(this.byExecution.get(summary.name) ?? 0);
    if (upload?.state === 'processing') {
      this.byExecution.delete(summary.name);
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
    for (const { execution } of this.uploads.filter(({ state }) => state === 'processing')) {
      // The connection status shows a fault here, and the next reset tries again.
      this.api.execution(execution!).then((summary) => this.onExecution(summary), () => {});
    }
  }

  private change(id: number, change: Partial<Upload>): void {
    const upload = this.byId.get(id);
    if (upload === undefined) {
      // Cancelled meanwhile.
      return;
    }

    this.byId.set(id, { ...upload, ...change });
    if (change.state === 'processing') {
      this.byExecution.set(change.execution!, id);
    }

    this.notifyListeners();
  }

  private notifyListeners(): void {
    this.snapshot = null;
    this.listeners.forEach((listener) => listener());
  }
}
