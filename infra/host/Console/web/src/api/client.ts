import type {
  AnnouncementPage, BackfillPlan, DefinitionState, Execution, ExecutionDefinition, ExecutionPage, ExecutionSummary, HistoryPage, HostStatus, ImageDetail, ImageKeyPage, ImagePage,
  Json, LogPage,
  MapChildPage, MapRun, MapRunChange, MapRunList,
  Numbers, SavedQueries, Submission, TraceResponse, Webhook,
} from './types';

/**
 * The host refused a request or could not be reached. The message is meant for people. `status` is the HTTP status, or 0 without a
 * response.
 */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';

  constructor(readonly status: number, detail: string) {
    super(detail);
  }
}

/** Turns a key into a path: encodes every segment and keeps the slashes. */
export const keyPath = (key: string): string => key.split('/').map(encodeURIComponent).join('/');

const maxKeysPerRequest = 10_000;

type Query = Record<string, string | number | null | undefined>;

export class ApiClient {
  /** @param whenReady waits until something may be read, so that no change between the response and the first live event is missed */
  constructor(private readonly whenReady: () => Promise<void> = () => Promise.resolve()) {}

  status = (): Promise<HostStatus> => this.get('/api/status');

  executions = (query: Query): Promise<ExecutionPage> => this.get('/api/executions', query);

  execution = (name: string): Promise<Execution> => this.get(`/api/executions/${encodeURIComponent(name)}`);

  history = (name: string, after: number): Promise<HistoryPage> =>
    this.get(`/api/executions/${encodeURIComponent(name)}/history`, { after, limit: 1000 });

  trace = (name: string): Promise<TraceResponse> => this.get(`/api/executions/${encodeURIComponent(name)}/trace`);

  logs = (name: string, after: number): Promise<LogPage> =>
    this.get(`/api/executions/${encodeURIComponent(name)}/logs`, { after, limit: 1000 });

  /** The definition that an execution ran. */
  executionDefinition = (name: string): Promise<ExecutionDefinition> => this.get(`/api/executions/${encodeURIComponent(name)}/definition`);

  start = (input: Json, stateMachine: string | null = null): Promise<ExecutionSummary> =>
    this.send('POST', '/api/executions', { input, stateMachine });

  redrive = (name: string): Promise<ExecutionSummary> => this.send('POST', `/api/executions/${encodeURIComponent(name)}/redrive`);

  stop = (name: string): Promise<ExecutionSummary> =>
    this.send('POST', `/api/executions/${encodeURIComponent(name)}/stop`, { cause: 'Stopped in the console' });

  mapRuns = (name: string): Promise<MapRunList> => this.get(`/api/executions/${encodeURIComponent(name)}/map-runs`);

  mapRun = (id: string): Promise<MapRun> => this.get(`/api/map-runs/${encodeURIComponent(id)}`);

  mapChildren = (id: string, query: Query): Promise<MapChildPage> => this.get(`/api/map-runs/${encodeURIComponent(id)}/executions`, query);

  updateMapRun = (id: string, change: MapRunChange): Promise<MapRun> => this.send('PUT', `/api/map-runs/${encodeURIComponent(id)}`, change);

  backfillPlan = (prefix: string): Promise<BackfillPlan> => this.get('/api/backfills/plan', { prefix });

  images = (query: Query): Promise<ImagePage> => this.get('/api/images', query);

  imageKeys = (query: Query): Promise<ImageKeyPage> => this.get('/api/image-keys', query);

  image = (key: string): Promise<ImageDetail> => this.get(`/api/images/${keyPath(key)}`);

  processImage = (key: string): Promise<Submission> => this.send('POST', `/api/images/${keyPath(key)}/process`);

  deleteImage = (key: string): Promise<Submission> => this.send('DELETE', `/api/images/${keyPath(key)}`);

  /** Those of the keys that have an original. */
  existingOriginals = async (keys: readonly string[]): Promise<string[]> => {
    const existing: string[] = [];
    for (let start = 0; start < keys.length; start += maxKeysPerRequest) {
      const found: { keys: string[] } = await this.send('POST', '/api/originals/existing', { keys: keys.slice(start, start + maxKeysPerRequest) });
      existing.push(...found.keys);
    }

    return existing;
  };

  announcements = (query: Query): Promise<AnnouncementPage> => this.get('/api/announcements', query);

  webhook = (): Promise<Webhook> => this.get('/api/webhook');

  setWebhook = (url: string | null): Promise<Webhook> => this.send('PUT', '/api/webhook', { url });

  definition = (): Promise<DefinitionState> => this.get('/api/definition');

  numbers = (): Promise<Numbers> => this.get('/api/numbers');

  savedQueries = (): Promise<SavedQueries> => this.get('/api/queries');

  /** @param signal ends the queries on the host, too */
  runSavedQueries = (signal: AbortSignal): Promise<SavedQueries> => request('/api/queries/run', { method: 'POST', signal });

  private async get<T>(path: string, query: Query = {}): Promise<T> {
    await this.whenReady();
    const given = Object.entries(query).filter(([, value]) => value !== null && value !== undefined && value !== '');
    const search = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString();
    return request(search === '' ? path : `${path}?${search}`, { method: 'GET' });
  }

  private send<T>(method: string, path: string, body?: unknown): Promise<T> {
    return request(path, body === undefined
      ? { method }
      : { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  }
}

async function request<T>(path: string, init: RequestInit): Promise<T> {
  let response: Response;
  try {
    response = await fetch(path, { ...init, headers: { accept: 'application/json', ...init.headers } });
  } catch {
    throw new ProblemError(0, 'The host does not respond. Check that it is still running.');
  }

  if (!response.ok) {
    throw new ProblemError(response.status, problemDetail(await response.text(), response.status));
  }

  return await response.json() as T;
}

/** Reads the message for people from a problem document (RFC 9457). Any other body yields a message with the status. */
export function problemDetail(body: string, status: number): string {
  try {
    const problem: unknown = JSON.parse(body);
    if (typeof problem === 'object' && problem !== null) {
      const { detail, title } = problem as { detail?: unknown; title?: unknown };
      if (typeof detail === 'string' || typeof title === 'string') {
        return String(detail ?? title);
      }
    }
  } catch {
    // Not JSON, for example the error page of a proxy.
  }

  return `The host responded with status ${status}.`;
}
