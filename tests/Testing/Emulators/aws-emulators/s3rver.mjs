// S3: s3rver, the emulator that verifies signatures. Two parts of it are replaced. It keeps objects as files, whose names cannot
// distinguish a//b from a/b and are limited to 255 bytes, so a store in memory replaces them. And it verifies the signature of a path that
// it has decoded and encoded again, so signature.mjs verifies the path as it was sent, with s3rver's own functions.
import S3rver from '@20minutes/s3rver';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fail, withConditionsAndTags } from './conditions-and-tags.mjs';
import { encodeForUrl, MemoryStore } from './memory-store.mjs';
import { serve } from './serve.mjs';
import { isSigned } from './signature.mjs';
import { withVirtualHosts } from './virtual-host.mjs';

const directory = mkdtempSync(path.join(tmpdir(), 's3rver-'));
process.on('exit', () => rmSync(directory, { recursive: true, force: true }));
const app = new S3rver({ directory, silent: true, vhostBuckets: false, allowMismatchedSignatures: true });
app.middleware.unshift(withEncodingType);
const store = (app.store = app.context.store = new MemoryStore());
const headOf = async (url) => {
  const [, bucket, key] = /^\/([^/?]+)\/([^?]*)/.exec(url);
  return store.find(bucket, decodeURIComponent(key))?.metadata;
};
const handle = withVirtualHosts(withConditionsAndTags(app.callback(), headOf));

serve(createServer((request, response) =>
  isSigned(request) ? handle(request, response) : fail(request, response, 403, 'SignatureDoesNotMatch', 'The signature does not match this request.')));

// s3rver escapes the keys of a list twice and does not support encoding-type. The store encodes the keys, and this declares it in the response.
async function withEncodingType(context, next) {
  await next();
  if (context.query['encoding-type'] === 'url' && typeof context.body === 'string') {
    context.body = context.body
      .replace('<Name>', '<EncodingType>url</EncodingType><Name>')
      .replace(/<Prefix>[^<]*<\/Prefix>/, () => `<Prefix>${encodeForUrl(context.query.prefix ?? '')}</Prefix>`);
  }
}
