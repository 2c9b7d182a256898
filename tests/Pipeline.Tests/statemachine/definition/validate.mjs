// Standard input: a state machine definition. Standard output: { "isValid": true } or { "isValid": false, "errors": "..." }.
import validator from "asl-validator";
import { readFileSync } from "node:fs";

const { isValid, errorsText } = (validator.default ?? validator)(JSON.parse(readFileSync(0, "utf8")));
console.log(JSON.stringify(isValid ? { isValid } : { isValid, errors: errorsText("\n") }));
