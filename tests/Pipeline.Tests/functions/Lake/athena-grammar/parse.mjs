// Parses statements by the grammar of Trino, which Athena's engine is. Input: a JSON array of statements. Output: an array of arrays of messages.
import { readFileSync } from 'node:fs';
import { register } from 'node:module';

register('./resolve.mjs', import.meta.url);
const { TrinoSQL } = await import('dt-sql-parser/dist/parser/trino/index.js');

const parser = new TrinoSQL();
const statements = JSON.parse(readFileSync(0, 'utf8'));
console.log(JSON.stringify(statements.map(statement => parser.validate(statement).map(error => error.message))));
