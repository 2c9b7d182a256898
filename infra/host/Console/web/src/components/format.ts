const timeFormat = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });
const clockFormat = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit', fractionalSecondDigits: 3, hourCycle: 'h23' });

export const formatTime = (time: string | number): string => timeFormat.format(new Date(time));

/** The time of day with milliseconds, for histories. */
export const formatClock = (time: string | number): string => clockFormat.format(new Date(time));

/** `0 ms`, `<0.1 ms`, `43 ms`, `1.24 s`, `2 min 5 s`, `3 h 4 min`. */
export function formatDuration(milliseconds: number): string {
  if (milliseconds > 0 && milliseconds < 0.05) {
    return '<0.1 ms';
  }

  if (milliseconds < 1000) {
    return `${milliseconds < 10 && milliseconds > 0 ? milliseconds.toFixed(1) : Math.round(milliseconds)} ms`;
  }

  const seconds = milliseconds / 1000;
  if (seconds < 60) {
    return `${seconds.toFixed(seconds < 10 ? 2 : 1)} s`;
  }

  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) {
    return `${minutes} min ${Math.floor(seconds % 60)} s`;
  }

  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} h ${minutes % 60} min` : `${Math.floor(hours / 24)} days`;
}

/** A size in decimal units, as file managers and networks count: `812 bytes`, `4.4 MB`. */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) {
    return `${bytes} bytes`;
  }

  const units = ['kB', 'MB', 'GB', 'TB'];
  let size = bytes / 1000;
  let unit = 0;
  while (size >= 999.5 && unit < units.length - 1) {
    size /= 1000;
    unit++;
  }

  return `${size.toFixed(size < 10 ? 1 : 0)} ${units[unit]}`;
}

/** `just now`, `12 s ago`, `5 min ago`, `3 h ago`. Returns the date after a day. */
export function formatAgo(time: string, now: number): string {
  const seconds = Math.max(0, Math.floor((now - Date.parse(time)) / 1000));
  if (seconds < 3) {
    return 'just now';
  }

  if (seconds < 60) {
    return `${seconds} s ago`;
  }

  if (seconds < 3600) {
    return `${Math.floor(seconds / 60)} min ago`;
  }

  return seconds < 86_400 ? `${Math.floor(seconds / 3600)} h ago` : formatTime(time);
}

export const formatCount = (count: number): string => count.toLocaleString('en');

export const plural = (count: number, one: string, many = `${one}s`): string => `${formatCount(count)} ${count === 1 ? one : many}`;
