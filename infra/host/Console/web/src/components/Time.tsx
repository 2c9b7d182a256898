import { formatAgo, formatTime } from './format';

/** A moment, told as how long ago it is; the exact time is its title. */
export function Ago({ time, now }: { time: string; now: number }) {
  return <time dateTime={time} title={formatTime(time)}>{formatAgo(time, now)}</time>;
}

export function Moment({ time }: { time: string }) {
  return <time dateTime={time}>{formatTime(time)}</time>;
}
