import type { EventDetails, HistoryEvent } from '../api/types';

const none: EventDetails = {};

/** The details of an event, which lie in a member named after its type. */
export function detailsOf(event: HistoryEvent): EventDetails {
  for (const key in event) {
    if (key.endsWith('Details')) {
      return event[key as `${string}Details`] ?? none;
    }
  }

  return none;
}

export const timeOf = (event: HistoryEvent): number => Date.parse(event.timestamp);

/** One line that tells what an event is about. */
export function eventSummary(event: HistoryEvent): string {
  const details = detailsOf(event);
  if (details.error !== undefined) {
    return `${details.error}: ${causeMessage(details.cause)}`;
  }

  const subject = details.name ?? (details.resource === undefined ? '' : [details.resourceType, details.resource].filter(Boolean).join(':'));
  const target = targetOf(details.parameters);
  const parts = [
    subject,
    target,
    details.index === undefined ? '' : `iteration ${details.index}`,
    details.length === undefined ? '' : `${details.length} iterations`,
    details.redriveCount === undefined ? '' : `redrive ${details.redriveCount}`,
  ];
  return parts.filter((part) => part !== '').join(' · ');
}

/** A function's cause is JSON with `errorMessage` and a stack; every other cause is text for people already. */
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

/** What a call goes to: the function, topic or queue that its parameters name. */
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
