// The parser's modules are written for bundlers: they import files without their extension, and folders.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export async function resolve(specifier, context, next) {
  if (!specifier.startsWith('.') || !context.parentURL?.includes('/dt-sql-parser/')) {
    return next(specifier, context);
  }

  const path = fileURLToPath(new URL(specifier, context.parentURL));
  const ending = ['.js', '/index.js'].find(found => existsSync(path + found)) ?? '';
  return next(specifier + ending, context);
}

export async function load(url, context, next) {
  return next(url, url.includes('/dt-sql-parser/') ? { ...context, format: 'module' } : context);
}
