// Standard input: { "schema": {...}, "documents": ["...", ...] }. Standard output: [true, false, ...], whether each is valid.
import Ajv2020 from "ajv/dist/2020.js";
import { readFileSync } from "node:fs";

const { schema, documents } = JSON.parse(readFileSync(0, "utf8"));
const validate = new Ajv2020({ strict: true, strictRequired: false }).compile(schema);
console.log(JSON.stringify(documents.map((document) => validate(JSON.parse(document)))));
