import type { Json } from '../../src/api/types';

export function readJson(...names: string[]): Json;
export function filesOf(...names: string[]): string[];
