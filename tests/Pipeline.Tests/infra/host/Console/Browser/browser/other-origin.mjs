// A page of another origin puts an image into the host, reads its entity tag and shows it, or may do none of that.
import { chromium } from 'playwright-core';
import assert from 'node:assert/strict';
import * as fs from 'node:fs';

const input = JSON.parse(fs.readFileSync(0, 'utf8'));
const browser = await chromium.launch({ executablePath: input.chromium, args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'] });
try {
  const page = await browser.newPage();
  await page.goto(input.page);
  const seen = await page.evaluate(async ({ address, base64 }) => {
    const body = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
    const put = async (path) => {
      try {
        const response = await fetch(`${address}/${path}`, { method: 'PUT', body, headers: { 'x-amz-meta-album': 'Summer', 'Content-Type': 'image/png' } });
        return { status: response.status, etag: response.headers.get('ETag'), request: response.headers.get('x-amz-request-id') };
      } catch {
        return null;
      }
    };
    const show = (path) => new Promise((resolve) => {
      const image = new Image();
      image.onload = () => resolve(image.naturalWidth);
      image.onerror = () => resolve(0);
      image.src = `${address}/${path}`;
    });
    return { s3: await put('uploads/other.png'), api: (await put('api/uploads/api.png'))?.status ?? null, width: await show('uploads/shown.png') };

  }, input);
  if (input.allowed) {
    assert.equal(seen.s3.status, 200);
    assert.match(seen.s3.etag, /^"[0-9a-f]{32}"$/);
    assert.match(seen.s3.request, /^[0-9A-F]{16}$/);
    assert.equal(seen.api, 202);
    assert.equal(seen.width, 64);
  } else {
    assert.deepEqual(seen, { s3: null, api: null, width: 0 });
  }
} finally {
  await browser.close();
}
