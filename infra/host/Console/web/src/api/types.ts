// Responses of the host's JSON API. The host documents them at /openapi.json.

export type Json = string | number | boolean | null | Json[] | { [name: string]: Json };

export type ExecutionStatus = 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';

export type ImageStatus = 'processing' | 'ready' | 'rejected' | 'failed' | 'deleted';

export interface HostStatus {
  version: string;
  dataFolder: string;
  address: string;
  bucket: string;
  maxUploadBytes: number;
  /** Larger images are stored and rejected. */
  maxImageBytes: number;
  formats: string[];
  stateMachineArn: string;
  stateMachineName: string;
  /** Names of all state machines that this host runs. */
  stateMachines: string[];
  watchedFolder: string | null;
  definitionFile: string;
  executions: Record<ExecutionStatus, number>;
  /** Ended executions by outcome. A definition of one's own can have more outcomes than the known ones. */
  outcomes: Record<string, number>;
  images: Record<ImageStatus, number>;
  interruption: Interruption | null;
}

/** A fault of the machine, for example a full disk, that keeps executions from going on. */
export interface Interruption {
  message: string;
  isDiskFull: boolean;
  waiting: number;
  executions: string[];
  since: string;
  nextAttempt: string;
}

export interface Submission {
  imageId: string;
  key: string;
  /** Null when no rule matches the upload, so that no execution starts. */
  execution: string | null;
}

/** Members that Step Functions has, too, have its names. */
export interface ExecutionSummary {
  executionArn: string;
  name: string;
  imageId: string | null;
  status: ExecutionStatus;
  /** What became of the image. Null while it runs, and if it is not known. */
  outcome: string | null;
  reason: Reason | null;
  startDate: string;
  stopDate: string | null;
  /** When its last run began. Null while it waits for its turn. */
  runDate: string | null;
  /** Waits for a turn that are over, and runs that have ended. Null if there are none yet, or if they are not known. */
  waitedMs: number | null;
  ranMs: number | null;
  redriveCount: number;
  redriveDate: string | null;
  error: string | null;
  cause: string | null;
  stateMachineArn: string;
}

export interface Execution extends ExecutionSummary {
  input: Json;
  output: Json | null;
}

export interface MapRun {
  mapRunArn: string;
  executionArn: string;
  state: string;
  status: ExecutionStatus;
  startDate: string;
  stopDate: string | null;
  /** 0 for no limit. */
  maxConcurrency: number;
  toleratedFailureCount: number | null;
  toleratedFailurePercentage: number | null;
  /** Null until all items have been read. */
  total: number | null;
  itemCounts: Record<string, number>;
  executionCounts: Record<string, number>;
  itemsPerSecond: number | null;
  secondsLeft: number | null;
  redriveCount: number;
  redriveDate: string | null;
}

export interface MapRunList {
  mapRuns: MapRun[];
}

export type MapRunChange = Pick<MapRun, 'toleratedFailureCount' | 'toleratedFailurePercentage'> & { maxConcurrency: number | null };

export interface MapChild {
  executionArn: string;
  name: string;
  status: ExecutionStatus | 'PENDING_REDRIVE';
  key: string | null;
  outcome: string | null;
  items: number;
  startDate: string;
  stopDate: string | null;
  error: string | null;
  cause: string | null;
}

export interface MapChildPage {
  executions: MapChild[];
  continuation: string | null;
}

/** What a backfill would process. */
export interface BackfillPlan {
  images: number;
  bytes: number;
  /** Other objects, such as folder markers. */
  skipped: number;
  defaultConcurrency: number;
}

export interface ExecutionPage {
  executions: ExecutionSummary[];
  continuation: string | null;
}

export interface EventDetails {
  name?: string;
  index?: number;
  length?: number;
  input?: string;
  output?: string;
  parameters?: string;
  error?: string;
  cause?: string;
  resource?: string;
  resourceType?: string;
  redriveCount?: number;
}

/** An event as GetExecutionHistory returns it. Its details are in a member that is named after its type. */
export interface HistoryEvent {
  timestamp: string;
  type: string;
  id: number;
  previousEventId: number;
  [details: `${string}Details`]: EventDetails | undefined;
}

export interface HistoryPage {
  events: HistoryEvent[];
  after: number | null;
}

/** A line that a call of a function logged. */
export interface LogLine {
  number: number;
  time: string;
  level: 'INFO' | 'WARN' | 'ERROR';
  state: string;
  /** 0 for the first attempt. */
  attempt: number;
  iterations: number[];
  message: string;
  /** Facts of the call, as Lambda logs them. Null for other lines. */
  details: Json;
}

export interface LogPage {
  lines: LogLine[];
  states: string[];
  /** Null on the last page. */
  after: number | null;
  /** Number to continue after once there is more. */
  last: number;
  /** Says how many lines were not kept. Null if all were. */
  note: string | null;
}

/** The outcome of a state, a scope or an execution. */
export type Outcome = 'running' | 'succeeded' | 'caught' | 'failed' | 'aborted';

export type AttemptOutcome = 'waiting' | 'running' | 'succeeded' | 'failed' | 'timedOut' | 'aborted';

/** One iteration of one Map. */
export interface Iteration {
  map: string;
  index: number;
}

/** An execution's history as visits of states. A visit's `scope` is an index into `scopes`; a scope's `owner` is the id of a visit. */
export interface TraceResponse {
  lastEventId: number;
  lastEventTime: string | null;
  periods: { startTime: string; stopTime: string | null }[];
  scopes: {
    kind: 'execution' | 'iteration' | 'branch';
    index: number;
    /** What an iteration is about: the member `name` of the input of its first state. Null or absent when it has none. */
    name?: string | null;
    owner: number | null;
    attempt: number;
    path: Iteration[];
    startTime: string | null;
    stopTime: string | null;
    outcome: Outcome;
  }[];
  visits: {
    id: number;
    exitId: number | null;
    state: string;
    type: string;
    scope: number;
    enterTime: string;
    stopTime: string | null;
    outcome: Outcome;
    error: string | null;
    cause: string | null;
    retries: number;
    retryWaitFrom: string | null;
    attempts: {
      scheduleTime: string;
      startTime: string | null;
      stopTime: string | null;
      waitFrom: string | null;
      outcome: AttemptOutcome;
      error: string | null;
      redriven: boolean;
    }[];
    events: number[];
  }[];
}

export interface Placeholder {
  thumbHash: string;
  dominantColour: string;
}

export interface RenditionRecord {
  name: string;
  key: string;
  format: string;
  contentType: string;
  width: number;
  height: number;
  frames: number;
  bytes: number;
  /** Absent for sRGB. */
  colours?: 'p3';
}

export interface ImageVersion {
  sha256: string;
  renditionSet: string;
  prefix: string;
  format: string;
  width: number;
  height: number;
  frames: number;
  bytes: number;
  placeholder: Placeholder | null;
  renditions: RenditionRecord[];
  /** Whether the file is damaged, and the renditions show what could be decoded. Records written by older versions lack it. */
  damaged?: boolean;
  focalPoint: { x: number; y: number } | null;
  /** What the photo says of itself. Absent in records of older versions. */
  photo?: Photo | null;
  /** What the uploader added. */
  user?: UserMetadata | null;
}

/** Members that the file does not have are absent or null. */
export interface Photo {
  /** ISO 8601, or only its beginning. The clock of the camera, with an offset where the file has one. */
  takenAt?: string | null;
  make?: string | null;
  model?: string | null;
  lens?: string | null;
  exposureSeconds?: number | null;
  fNumber?: number | null;
  iso?: number | null;
  focalLengthMm?: number | null;
  focalLength35Mm?: number | null;
  flash?: boolean | null;
  title?: string | null;
  description?: string | null;
  keywords?: string[] | null;
  creator?: string | null;
  credit?: string | null;
  copyright?: string | null;
  rating?: number | null;
  digitalSourceType?: string | null;
  location?: { latitude: number; longitude: number; altitudeMetres?: number | null } | null;
  orientation?: number | null;
  colourProfile?: string | null;
  colourModel?: string | null;
  bitDepth?: number | null;
  alpha?: boolean | null;
  dpi?: number | null;
  hasC2pa?: boolean | null;
}

export interface UserMetadata {
  metadata?: Record<string, string> | null;
  tags?: Record<string, string> | null;
}

export interface Reason {
  code: string;
  message: string;
}

export interface ImageRecord {
  imageId: string;
  bucket: string;
  key: string;
  status: ImageStatus;
  current: ImageVersion | null;
  etag: string | null;
  reason: Reason | null;
  execution: string;
  createdAt: string;
  updatedAt: string;
  expiresAt: string | null;
}

export interface ImagePage {
  images: ImageRecord[];
  continuation: string | null;
  /** Prefixes of the folders, on the first page of a request with a delimiter. */
  folders: string[];
  moreFolders: boolean;
  /** How many images of each status match, on the first page of a request for counts. */
  counts: Record<ImageStatus, number> | null;
}

export interface ImageKey {
  key: string;
  status: ImageStatus;
  /** ARN of the execution that wrote the record. */
  execution: string;
}

export interface ImageKeyPage {
  keys: ImageKey[];
  continuation: string | null;
}

export interface OriginalObject {
  size: number;
  etag: string;
  lastModified: string;
  contentType: string;
}

export interface VersionEntry {
  execution: ExecutionSummary;
  outcome: string | null;
  version: ImageVersion | null;
  reason: Reason | null;
  /** Until when the version's renditions stay, if another version has replaced it. */
  removeAfter: string | null;
}

export interface ImageDetail {
  record: ImageRecord | null;
  original: OriginalObject | null;
  versions: VersionEntry[];
  /** HTML that shows the image in its renditions. */
  html: string | null;
}

export interface Announcement {
  id: number;
  topic: string;
  time: string;
  execution: string | null;
  attributes: Record<string, Json>;
  message: Json;
}

export interface AnnouncementPage {
  announcements: Announcement[];
  after: number | null;
}

export interface Webhook {
  url: string | null;
  delivered: number;
  pending: number;
  lastError: string | null;
  lastAttempt: string | null;
  addresses: WebhookAddress[];
  signed: boolean;
}

/** What became of announcements for one address. Its error is null once another address was set. */
export interface WebhookAddress {
  url: string;
  delivered: number;
  failed: number;
  retried: number;
  lastError: string | null;
  lastAttempt: string;
}

export interface DefinitionError {
  path: string;
  message: string;
}

export interface DefinitionState {
  file: string;
  text: string;
  valid: boolean;
  errors: DefinitionError[];
  definition: Json;
  loadedAt: string;
}

/** The definition that an execution ran. */
export interface ExecutionDefinition {
  /** False when the host did not record it. The definition is then the current one. */
  isKnown: boolean;
  isCurrent: boolean;
  hash: string | null;
  loadedAt: string;
  definition: Json;
}

export interface Percentiles {
  count: number;
  p50Ms: number;
  p95Ms: number;
  p99Ms: number;
  maxMs: number;
}

export interface Minute {
  minute: string;
  started: number;
  ended: number;
  bytes: number;
}

export interface StateNumbers extends Percentiles {
  name: string;
  retries: number;
  failures: number;
}

export interface OutcomeCount {
  outcome: string;
  reason: string | null;
  count: number;
}

export interface Numbers {
  since: string;
  throughput: Minute[];
  states: StateNumbers[];
  executions: Percentiles;
  waits: Percentiles;
  outcomes: OutcomeCount[];
}

export interface SavedQuery {
  name: string;
  title: string;
  /** The column that the chart draws. */
  measure: string;
  sql: string;
  command: string;
}

export interface QueryColumn {
  name: string;
  type: string;
}

/** The first rows of a result; `rowCount` counts the others, too. */
export interface QueryResult {
  name: string;
  columns: QueryColumn[];
  rows: Json[][];
  rowCount: number;
}

export interface SavedQueries {
  queries: SavedQuery[];
  /** Why they cannot run, and what to do about it. */
  obstacle: string | null;
  /** The last results; null before the first run. */
  latest: { ranAt: string; isCurrent: boolean; results: QueryResult[] } | null;
}
