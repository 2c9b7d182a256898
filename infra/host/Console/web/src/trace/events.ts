import type { EventDetails, HistoryEvent } from '../api/types';

const noDetails: EventDetails = {};

/** The details of an event. They are in a member that is named after its type. */
export function detailsOf(event: HistoryEvent): EventDetails {
  for (const key in event) {
    if (key.endsWith('Details')) {
      return event[key as `${string}Details`] ?? noDetails;
    }
  }

  return noDetails;
}

export const timeOf = (event: HistoryEvent): number => Date.parse(event.timestamp);

/** Summarises an event in one line. `nameIteration` names an iteration by its number. */
export function eventSummary(event: HistoryEvent, nameIteration: (index: number) => string = (index) => `#${index}`): string {
  const details = detailsOf(event);
  if (details.error !== undefined) {
    return `${details.error}: ${causeMessage(details.cause)}`;
  }

  const subject = details.name ?? (details.resource === undefined ? '' : [details.resourceType, details.resource].filter(Boolean).join(':'));
  const target = targetOf(details.parameters);
  const parts = [
    subject,
    target,
    details.index === undefined ? '' : `iteration ${nameIteration(details.index)}`,
    details.length === undefined ? '' : `${details.length} iterations`,
    details.redriveCount === undefined ? '' : `redrive ${details.redriveCount}`,
  ];
  return parts.filter((part) => part !== '').join(' · ');
}

/** The part of a cause for people. A function's cause is JSON with `errorMessage` and a stack; any other cause is plain text. */
export function causeMessage(cause: string | null | undefined): string {
  if (cause === null || cause === undefined || !cause.startsWith('{')) {
    return cause ?? '';
  }

  try {
    const { errorMessage } = JSON.parse(cause) as { errorMessage?: unknown };
    return typeof errorMessage === 'string' ? errorMessage : cause;
  } catch {
    return cause;
  }
}

/** The function, topic or queue that the parameters of a call name. Empty when there is none. */
function targetOf(parameters: string | undefined): string {
  if (parameters === undefined) {
    return '';
  }

  try {
    const named = JSON.parse(parameters) as Record<string, unknown>;
    const target = named['FunctionName'] ?? named['TopicArn'] ?? named['QueueUrl'];
    return typeof target === 'string' ? target : '';
  } catch {
    return '';
  }
}
