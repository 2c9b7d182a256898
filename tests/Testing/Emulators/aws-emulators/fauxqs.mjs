// S3: fauxqs, in memory. It does not check signatures.
import { buildApp } from 'fauxqs';
import { createServer } from 'node:http';
import { withConditionsAndTags } from './conditions-and-tags.mjs';
import { serve } from './serve.mjs';
import { withVirtualHosts } from './virtual-host.mjs';

const app = buildApp({ logger: false });
await app.ready();
const headOf = async (url) => {
  const { statusCode, headers } = await app.inject({ method: 'HEAD', url: escapeKey(url) });
  return statusCode === 200 ? headers : undefined;
};
const handle = (request, response) => {
  request.url = escapeKey(request.url);
  app.routing(request, response);
};
serve(createServer(withVirtualHosts(withConditionsAndTags(handle, headOf))));

// Escapes slashes in the key: fauxqs reads /bucket// as the bucket, not as its object "/".
function escapeKey(url) {
  return url.replace(/^(\/[^/]+\/)([^?]+)/, (_, bucket, key) => bucket + key.replaceAll('/', '%2F'));
}
