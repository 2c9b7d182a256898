// Verifies signature version 4 of a request over the path as it was sent, as S3 does, with s3rver's own functions.
import v4 from '@20minutes/s3rver/lib/signature/v4.js';
import account from '@20minutes/s3rver/lib/models/account.js';
import { createHmac } from 'node:crypto';

export function isSigned(request) {
  return request.headers.authorization !== undefined && computeSignature(request) === v4.parseHeader(request.headers).signatureProvided;
}

function computeSignature(request) {
  const parsed = v4.parseHeader(request.headers);
  const [uri, query = ''] = request.url.split(/\?(.*)/s);
  const querystring = query
    .split('&')
    .filter(Boolean)
    .map((parameter) => (parameter.includes('=') ? parameter : `${parameter}=`))
    .sort()
    .join('&');
  const canonical = { method: request.method, uri, querystring, headers: request.headers, timestamp: request.headers['x-amz-date'] };
  const { date, region, service } = parsed.credential;
  const key = v4.getSigningKey(account.DUMMY_ACCOUNT.accessKeys.get(parsed.accessKeyId), date, region, service);
  return createHmac('sha256', key).update(v4.getStringToSign(canonical, parsed)).digest('hex');
}
