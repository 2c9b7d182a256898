// A plain HTML page of another origin, with presigned URLs and a form from its server: puts, posts and shows an image, then follows the redirect.
import { chromium } from 'playwright-core';
import assert from 'node:assert/strict';
import * as fs from 'node:fs';

const input = JSON.parse(fs.readFileSync(0, 'utf8'));
const { put, post, rendition, expired } = input.signed;
const browser = await chromium.launch({ executablePath: input.chromium, args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'] });
try {
  const page = await browser.newPage();
  await page.goto(input.page);
  const seen = await page.evaluate(async ({ url, old, base64 }) => {
    const body = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
    const response = await fetch(url, { method: 'PUT', body, headers: { 'x-amz-meta-album': 'Summer', 'Content-Type': 'image/png' } });
    const refused = await fetch(old);
    return { status: response.status, etag: response.headers.get('ETag'), refused: refused.status, error: await refused.text() };
  }, { url: put, old: expired, base64: input.base64 });
  assert.equal(seen.status, 200);
  assert.match(seen.etag, /^"[0-9a-f]{32}"$/);
  assert.equal(seen.refused, 403);
  assert.match(seen.error, /Request has expired/);

  const width = await page.evaluate((src) => new Promise((resolve) => {
    const image = new Image();
    image.onload = () => resolve(image.naturalWidth);
    image.onerror = () => resolve(0);
    image.src = src;
    document.body.append(image);
  }), rendition);
  assert.ok(width > 0);

  // The form as its author writes it in HTML, without a script.
  const fields = Object.entries(post.fields).map(([name, value]) => `<input type="hidden" name="${name}" value="${value.replaceAll('&', '&amp;').replaceAll('"', '&quot;')}">`);
  await page.setContent(`<form action="${post.url}" method="post" enctype="multipart/form-data">${fields.join('')}<input type="file" name="file"><button>Upload</button></form>`);
  await page.setInputFiles('input[type=file]', { name: 'my photo.png', mimeType: 'image/png', buffer: Buffer.from(input.base64, 'base64') });
  await Promise.all([page.waitForURL(`${input.page}done?*`), page.click('button')]);
  const query = new URL(page.url()).searchParams;
  assert.deepEqual([query.get('bucket'), query.get('key')], ['uploads', 'form/my photo.png']);
  assert.match(query.get('etag'), /^"[0-9a-f]{32}"$/);
} finally {
  await browser.close();
}
