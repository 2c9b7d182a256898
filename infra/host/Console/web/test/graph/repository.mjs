import { existsSync, readdirSync, readFileSync } from 'node:fs';
import * as path from 'node:path';

function root(folder = process.cwd()) {
  return existsSync(path.join(folder, 'statemachine', 'image-pipeline.asl.json')) ? folder : root(path.dirname(folder));
}

/** Reads a JSON file of the repository. */
export const readJson = (...names) => JSON.parse(readFileSync(path.join(root(), ...names), 'utf8'));

/** The names of the files in a folder of the repository. */
export const filesOf = (...names) => readdirSync(path.join(root(), ...names));
