// S3: fauxqs, in memory. It does not check signatures.
import { buildApp } from 'fauxqs';
import { createServer } from 'node:http';
import { withConditionsAndTags } from './conditions-and-tags.mjs';
import { serve } from './serve.mjs';
import { withVirtualHosts } from './virtual-host.mjs';

const app = buildApp({ logger: false });
await app.ready();
const headOf = async (url) => {
  const { statusCode, headers } = await app.inject({ method: 'HEAD', url: escaped(url) });
  return statusCode === 200 ? headers : undefined;
};
const handle = (request, response) => {
  request.url = escaped(request.url);
  app.routing(request, response);
};
serve(createServer(withVirtualHosts(withConditionsAndTags(handle, headOf))));

// fauxqs takes /bucket// for the bucket instead of the object "/".
function escaped(url) {
  return url.replace(/^(\/[^/]+\/)([^?]+)/, (_, bucket, key) => bucket + key.replaceAll('/', '%2F'));
}
