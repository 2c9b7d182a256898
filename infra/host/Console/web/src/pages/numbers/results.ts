import type { Json, QueryResult, QueryColumn } from '../../api/types';
import { imageLink } from '../../app/router';
import { formatBytes, formatCount, formatTime } from '../../components/format';

export interface Cell {
  text: string;
  isNumber: boolean;
  /** Everything, where the text is only its beginning. */
  title: string | null;
  /** Address of the page of what it names. */
  link: string | null;
}

const inBytes = new Set(['bytes', 'original_bytes', 'saved', 'wasted']);
const percent = /_percent$/;
const numeric = /INT|^DOUBLE|^FLOAT|^DECIMAL/i;

/** `original_bytes` as people write it. */
export const titleOf = ({ name }: QueryColumn): string => {
  const words = name.replace(percent, ' %').replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
};

export const isNumeric = ({ type }: QueryColumn): boolean => numeric.test(type);

/** A value as the table shows it. */
export function cellOf(column: QueryColumn, value: Json | undefined): Cell {
  const plain = { isNumber: isNumeric(column), title: null, link: null };
  if (value === null || value === undefined) {
    return { ...plain, text: '–' };
  }

  if (typeof value === 'number') {
    return { ...plain, text: inBytes.has(column.name) ? formatSigned(value) : percent.test(column.name) ? `${value.toFixed(1)} %` : formatCount(value) };
  }

  if (typeof value !== 'string') {
    return { ...plain, text: typeof value === 'boolean' ? (value ? 'yes' : 'no') : JSON.stringify(value) };
  }

  if (/^TIMESTAMP/i.test(column.type)) {
    // In UTC, without saying so.
    const time = Date.parse(`${value.replace(' ', 'T')}Z`);
    return { ...plain, text: Number.isNaN(time) ? value : formatTime(time) };
  }

  return column.name === 'key' || column.name === 'example' ? { ...plain, text: value, link: imageLink(value) }
    : column.name === 'sha256' ? { ...plain, text: `${value.slice(0, 12)}…`, title: value }
    : { ...plain, text: value };
}

/** The length of each row's bar, from 0 to 1. The longest one is that of the largest value; there are none for values below zero. */
export function barsOf({ columns, rows }: QueryResult, measure: string): number[] {
  const index = columns.findIndex(({ name }) => name === measure);
  const values = rows.map((row) => (typeof row[index] === 'number' ? Math.max(0, row[index]) : 0));
  const longest = Math.max(...values, 0);
  return values.map((value) => (longest === 0 ? 0 : value / longest));
}

const formatSigned = (bytes: number): string => (bytes < 0 ? `−${formatBytes(-bytes)}` : formatBytes(bytes));
