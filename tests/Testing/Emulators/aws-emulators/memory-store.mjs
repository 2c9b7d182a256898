// Objects in memory, for s3rver. It replaces s3rver's file store, as far as the tests use it.
import S3Object from '@20minutes/s3rver/lib/models/object.js';
import S3Bucket from '@20minutes/s3rver/lib/models/bucket.js';
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';

export class MemoryStore {
  #buckets = new Map();

  find(bucket, key) {
    return this.#buckets.get(bucket)?.objects.get(key);
  }

  async listBuckets() {
    return [...this.#buckets.values()].map(({ bucket }) => bucket);
  }

  async getBucket(name) {
    return this.#buckets.get(name)?.bucket ?? null;
  }

  async putBucket(name) {
    if (!this.#buckets.has(name)) {
      this.#buckets.set(name, { bucket: new S3Bucket(name, new Date()), objects: new Map() });
    }
    return this.getBucket(name);
  }

  async deleteBucket(name) {
    this.#buckets.delete(name);
  }

  // Lists one page, with URL-encoded keys if requested.
  async listObjects(bucket, { prefix = '', maxKeys = Infinity, encodingType }) {
    const encode = encodingType === 'url' ? encodeForUrl : String;
    const found = [...this.#buckets.get(bucket).objects.keys()]
      .filter((key) => key.startsWith(prefix))
      .sort((left, right) => Buffer.compare(Buffer.from(left), Buffer.from(right)));
    return {
      objects: found.slice(0, maxKeys).map((key) => new S3Object(bucket, encode(key), null, this.find(bucket, key).metadata)),
      commonPrefixes: [],
      isTruncated: found.length > maxKeys,
    };
  }

  async existsObject(bucket, key) {
    return this.find(bucket, key) !== undefined;
  }

  async getObject(bucket, key) {
    const found = this.find(bucket, key);
    return found ? new S3Object(bucket, key, Readable.from([found.content], { objectMode: false }), found.metadata) : null;
  }

  async putObject({ bucket, key, content, metadata }) {
    const bytes = Buffer.isBuffer(content) ? content : await buffer(content);
    const md5 = createHash('md5').update(bytes).digest('hex');
    const intrinsic = { etag: JSON.stringify(md5), 'last-modified': new Date().toUTCString(), 'content-length': bytes.length };
    this.#buckets.get(bucket).objects.set(key, { content: bytes, metadata: { ...metadata, ...intrinsic } });
    return { size: bytes.length, md5 };
  }

  async deleteObject(bucket, key) {
    this.#buckets.get(bucket)?.objects.delete(key);
  }

  async getSubresource() {
    return null;
  }
}

export const encodeForUrl = (key) => encodeURIComponent(key).replaceAll('%2F', '/');
