// What the server of a developer's own app makes for its page: URLs and the fields of a form, signed with its credentials.
import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { createPresignedPost } from '@aws-sdk/s3-presigned-post';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import * as fs from 'node:fs';

const input = JSON.parse(fs.readFileSync(0, 'utf8'));
// An address instead of a name gives path style, which every resolver knows.
const credentials = { accessKeyId: input.accessKey, secretAccessKey: input.secretKey };
const pathStyle = new S3Client({ endpoint: input.address.replace('localhost', '127.0.0.1'), region: 'eu-central-1', credentials });
const s3 = new S3Client({ endpoint: input.address, region: 'eu-central-1', credentials });
const { Contents: [rendition] } = await pathStyle.send(new ListObjectsV2Command({ Bucket: 'renditions', Prefix: 'shown.png/' }));
const put = new PutObjectCommand({ Bucket: 'uploads', Key: 'put.png', ContentType: 'image/png', Metadata: { album: 'Summer' } });
console.log(JSON.stringify({
  put: await getSignedUrl(s3, put, { unhoistableHeaders: new Set(['x-amz-meta-album']), expiresIn: 600 }),
  rendition: await getSignedUrl(s3, new GetObjectCommand({ Bucket: 'renditions', Key: rendition.Key }), { expiresIn: 600 }),
  expired: await getSignedUrl(s3, new GetObjectCommand({ Bucket: 'renditions', Key: rendition.Key }), { expiresIn: 1, signingDate: new Date(Date.now() - 60_000) }),
  post: await createPresignedPost(s3, {
    Bucket: 'uploads', Key: 'form/${filename}', Expires: 600, Conditions: [['content-length-range', 1, 1_000_000], ['starts-with', '$success_action_redirect', input.page]],
    Fields: { success_action_redirect: `${input.page}done` },
  }),
}));
