// The AWS SDK for JavaScript as programs use it: only the endpoint is set, so buckets are in the name of the host.
import {
  CopyObjectCommand, DeleteObjectsCommand, GetBucketLocationCommand, GetObjectAttributesCommand, GetObjectCommand, GetObjectTaggingCommand, HeadObjectCommand,
  ListBucketsCommand, PutObjectCommand, PutObjectTaggingCommand, S3Client, paginateListObjectsV2,
} from '@aws-sdk/client-s3';
import { ListStateMachinesCommand, SFNClient, StartExecutionCommand, StartSyncExecutionCommand, ValidateStateMachineDefinitionCommand } from '@aws-sdk/client-sfn';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { Upload } from '@aws-sdk/lib-storage';
import { createPresignedPost } from '@aws-sdk/s3-presigned-post';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import assert from 'node:assert/strict';
import dns from 'node:dns';
import * as fs from 'node:fs';

// RFC 6761: names that end in .localhost are this machine. Not every resolver knows. sync-localhost stands for an entry in the hosts file.
const lookup = dns.lookup;
dns.lookup = (host, options, callback) => lookup(host.endsWith('.localhost') || host === 'sync-localhost' ? 'localhost' : host, options, callback);

const input = JSON.parse(fs.readFileSync(0, 'utf8'));
const settings = { endpoint: input.address, region: 'eu-central-1', credentials: { accessKeyId: input.accessKey, secretAccessKey: input.secretKey } };
const [s3, sfn, sts] = [new S3Client(settings), new SFNClient(settings), new STSClient(settings)];
const bucket = { Bucket: 'uploads' };
const photo = Buffer.from(input.base64, 'base64');
const text = async (response) => new TextDecoder().decode(await response.Body.transformToByteArray());

// What is put comes back.
const hosts = [];
s3.middlewareStack.add((next) => (args) => { hosts.push(args.request.hostname); return next(args); }, { step: 'finalizeRequest' });
await s3.send(new PutObjectCommand({
  ...bucket, Key: 'cats/one + zwei ü.png', Body: photo, ContentType: 'image/png', CacheControl: 'max-age=60', ContentDisposition: 'inline; filename="one.png"',
  Metadata: { album: 'Summer' }, Tagging: 'team=blue',
}));
assert.deepEqual(hosts, ['uploads.localhost']);
const got = await s3.send(new GetObjectCommand({ ...bucket, Key: 'cats/one + zwei ü.png' }));
assert.deepEqual(Buffer.from(await got.Body.transformToByteArray()), photo);
assert.deepEqual(
  [got.ContentType, got.CacheControl, got.ContentDisposition, got.Metadata.album, got.TagCount, got.ChecksumType],
  ['image/png', 'max-age=60', 'inline; filename="one.png"', 'Summer', 1, 'FULL_OBJECT']);
assert.ok(got.ChecksumCRC32);
assert.equal((await s3.send(new HeadObjectCommand({ ...bucket, Key: 'cats/one + zwei ü.png' }))).ContentLength, photo.length);
await s3.send(new PutObjectTaggingCommand({ ...bucket, Key: 'cats/one + zwei ü.png', Tagging: { TagSet: [{ Key: 'a', Value: 'b' }] } }));
await s3.send(new CopyObjectCommand({ ...bucket, Key: 'copy.png', CopySource: `uploads/${encodeURIComponent('cats/one + zwei ü.png')}` }));
assert.deepEqual((await s3.send(new GetObjectTaggingCommand({ ...bucket, Key: 'copy.png' }))).TagSet, [{ Key: 'a', Value: 'b' }]);

// In parts, with the checksum of the parts' checksums.
const large = Buffer.alloc(11 << 20, 'x');
const uploaded = await new Upload({ client: s3, params: { ...bucket, Key: 'large.bin', Body: large, ContentType: 'text/plain' } }).done();
assert.match(uploaded.ETag, /-3"$/);
const attributes = await s3.send(new GetObjectAttributesCommand({ ...bucket, Key: 'large.bin', ObjectAttributes: ['ETag', 'Checksum', 'ObjectParts', 'ObjectSize'] }));
assert.deepEqual([attributes.ObjectSize, attributes.ObjectParts.TotalPartsCount, attributes.Checksum.ChecksumType], [large.length, 3, uploaded.ChecksumType]);
assert.equal((await text(await s3.send(new GetObjectCommand({ ...bucket, Key: 'large.bin' })))).length, large.length);

// Presigned URLs, for as long as they are valid.
const put = await getSignedUrl(s3, new PutObjectCommand({ ...bucket, Key: 'presigned.txt', ContentType: 'text/plain' }), { expiresIn: 60 });
assert.equal((await fetch(put, { method: 'PUT', body: 'presigned', headers: { 'Content-Type': 'text/plain' } })).status, 200);
const get = await getSignedUrl(s3, new GetObjectCommand({ ...bucket, Key: 'presigned.txt', ResponseContentDisposition: 'attachment; filename="a.txt"' }), { expiresIn: 60 });
const read = await fetch(get);
assert.deepEqual([await read.text(), read.headers.get('content-type'), read.headers.get('content-disposition')], ['presigned', 'text/plain', 'attachment; filename="a.txt"']);
const old = await fetch(await getSignedUrl(s3, new GetObjectCommand({ ...bucket, Key: 'presigned.txt' }), { expiresIn: 1, signingDate: new Date(Date.now() - 60_000) }));
assert.equal(old.status, input.checked ? 403 : 200);
if (input.checked) assert.match(await old.text(), /<Code>AccessDenied<\/Code><Message>Request has expired<\/Message>/);

// Presigned POST.
const post = async (file, fields = {}, conditions = [['content-length-range', 1, 1000]]) => {
  const signed = await createPresignedPost(s3, { ...bucket, Key: 'posted/${filename}', Conditions: conditions, Fields: { 'Content-Type': 'text/plain' }, Expires: 60 });
  const form = new FormData();
  for (const [name, value] of Object.entries({ ...signed.fields, ...fields })) form.append(name, value);
  form.append('file', new Blob([file]), 'note.txt');
  return fetch(signed.url, { method: 'POST', body: form });
};
assert.equal((await post('posted')).status, 204);
const posted = await s3.send(new GetObjectCommand({ ...bucket, Key: 'posted/note.txt' }));
assert.deepEqual([await text(posted), posted.ContentType], ['posted', 'text/plain']);
const tooLarge = await post('x'.repeat(1001));
assert.equal(tooLarge.status, 400);
assert.match(await tooLarge.text(), /<Code>EntityTooLarge<\/Code>.*<ProposedSize>1001<\/ProposedSize><MaxSizeAllowed>1000<\/MaxSizeAllowed>/);
const otherKey = await post('x', { key: 'elsewhere.txt' });
assert.equal(otherKey.status, 403);
assert.match(await otherKey.text(), /Invalid according to Policy: Policy Condition failed: \[(&quot;|")starts-with(&quot;|"), (&quot;|")\$key(&quot;|"), (&quot;|")posted\/(&quot;|")\]/);

// Lists and deletions.
assert.deepEqual((await s3.send(new ListBucketsCommand({}))).Buckets.map((found) => found.Name), ['renditions', 'uploads']);
await s3.send(new GetBucketLocationCommand(bucket));
const keys = [];
for await (const page of paginateListObjectsV2({ client: s3, pageSize: 2 }, bucket)) keys.push(...page.Contents.map((found) => found.Key));
assert.deepEqual(keys, ['cats/one + zwei ü.png', 'copy.png', 'large.bin', 'posted/note.txt', 'presigned.txt']);
await s3.send(new DeleteObjectsCommand({ ...bucket, Delete: { Objects: [{ Key: 'large.bin' }, { Key: 'presigned.txt' }, { Key: 'posted/note.txt' }] } }));
await assert.rejects(s3.send(new GetObjectCommand({ ...bucket, Key: 'large.bin' })), { name: 'NoSuchKey' });
await assert.rejects(s3.send(new GetObjectCommand({ Bucket: 'other', Key: 'large.bin' })), { name: 'NoSuchBucket' });

// Step Functions and STS at the same endpoint.
const [machine] = (await sfn.send(new ListStateMachinesCommand({}))).stateMachines;
await assert.rejects(sfn.send(new StartSyncExecutionCommand({ stateMachineArn: machine.stateMachineArn })), { name: 'NotImplemented' });
await assert.rejects(
  sfn.send(new StartExecutionCommand({ stateMachineArn: machine.stateMachineArn.replace('image-pipeline', 'mine') })), { name: 'StateMachineDoesNotExist', message: /command asl/ });
const checked = await sfn.send(new ValidateStateMachineDefinitionCommand({ definition: '{"StartAt":"A","States":{"A":{"Type":"Pass","Next":"B"}}}' }));
assert.equal(checked.diagnostics[0].location, '/States/A/Next');
assert.equal((await sts.send(new GetCallerIdentityCommand({}))).Account, '000000000000');
const stranger = new STSClient({ ...settings, credentials: { accessKeyId: 'somebody', secretAccessKey: 'else' } });
if (input.checked) await assert.rejects(stranger.send(new GetCallerIdentityCommand({})), { name: 'InvalidClientTokenId' });
