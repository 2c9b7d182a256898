import { formatAgo, formatTime } from './format';

/** How long ago a time was. The exact time is in the title. */
export function RelativeTime({ time, now }: { time: string; now: number }) {
  return <time dateTime={time} title={formatTime(time)}>{formatAgo(time, now)}</time>;
}

export function Timestamp({ time }: { time: string }) {
  return <time dateTime={time}>{formatTime(time)}</time>;
}
