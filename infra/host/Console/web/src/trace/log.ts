import type { Json, LogLine } from '../api/types';
import type { Trace } from './model';
import { iterationLabels } from './selection';

/** What to show of a log. Empty for all. */
export interface LogFilter {
  /** Only the lines of this state. */
  state: string;
  /** Only lines of this level and of more severe ones. */
  level: string;
  /** A text that the line has, whatever the case. */
  text: string;
}

export const logLevels = ['INFO', 'WARN', 'ERROR'] as const;

/** Facts that the rest of the line says, or that are the same in all lines. All of them are in the details. */
const unshownFacts = new Set([
  'function', 'execution', 'imageId', 'version', 'outcome', 'OriginalBytes', 'RenditionBytes', 'errorType', 'errorMessage', 'stackTrace', 'durationMilliseconds',
]);

const severityOf = (level: string): number => logLevels.findIndex((each) => each === level);

/** Returns a function that names where a line comes from: the state, its iterations by what they are about, and the attempt. */
export function logOrigins(trace: Trace): (line: LogLine) => string {
  const labels = new Map<string, string>();
  for (const { state, scope } of trace.visits) {
    labels.set(place(state, scope.path.map(({ index }) => index)), iterationLabels(scope).map(({ label }) => label).join(' / '));
  }

  return (line) => {
    const label = labels.get(place(line.state, line.iterations)) ?? line.iterations.map((index) => `#${index}`).join(' / ');
    return [line.state, label, line.attempt === 0 ? '' : `attempt ${line.attempt + 1}`].filter((part) => part !== '').join(' · ');
  };
}

const place = (state: string, iterations: readonly number[]): string => `${state}\n${iterations.join(',')}`;

/** The facts of a line in one line of text: `reason=tooLarge bytes=812`. The origin of a line in an iteration names its renditions. */
export function logFacts({ details, iterations }: Pick<LogLine, 'details' | 'iterations'>): string {
  return membersOf(details).filter(([name, value]) => !unshownFacts.has(name) && value !== null && (name !== 'rendition' || iterations.length === 0))
    .map(([name, value]) => `${name}=${typeof value === 'object' ? JSON.stringify(value) : String(value)}`).join(' ');
}

/** A text of a line's details. Null if there is none. */
export function logText(details: Json, name: string): string | null {
  const value = membersOf(details).find(([member]) => member === name)?.[1];
  return typeof value === 'string' ? value : null;
}

/** The lines that a filter shows. */
export function filterLog(lines: readonly LogLine[], { state, level, text }: LogFilter, originOf: (line: LogLine) => string): LogLine[] {
  const wanted = text.trim().toLowerCase();
  return lines.filter((line) => (state === '' || line.state === state)
    && (level === '' || severityOf(line.level) >= severityOf(level))
    && (wanted === '' || `${originOf(line)} ${line.message} ${JSON.stringify(line.details) ?? ''} ${logText(line.details, 'stackTrace') ?? ''}`.toLowerCase().includes(wanted)));
}

const membersOf = (details: Json): [string, Json][] =>
  (typeof details === 'object' && details !== null && !Array.isArray(details) ? Object.entries(details) : []);
