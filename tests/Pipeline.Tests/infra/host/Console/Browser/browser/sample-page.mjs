// Somebody chooses a file on the sample page: it shows the placeholder, the picture and the renditions, or says why not.
import { chromium } from 'playwright-core';
import assert from 'node:assert/strict';
import * as fs from 'node:fs';

const input = JSON.parse(fs.readFileSync(0, 'utf8'));
const browser = await chromium.launch({ executablePath: input.chromium, args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'] });
try {
  const page = await browser.newPage();
  const faults = [];
  page.on('pageerror', (error) => faults.push(error.message));
  await page.goto(input.page);
  await page.setInputFiles('#file', { name: input.name, mimeType: input.type, buffer: Buffer.from(input.base64, 'base64') });
  await page.waitForFunction((expected) => document.getElementById('message').textContent.includes(expected), input.message, { timeout: 60_000 })
    .catch(async () => assert.fail(`The page says: ${await page.textContent('#message')}`));
  assert.equal(await page.locator('#message[data-bad]').count(), input.bad ? 1 : 0);
  if (!input.bad) {
    await page.waitForSelector('#picture img');
    const seen = await page.evaluate(() => {
      const [canvas, image] = [document.querySelector('#picture canvas'), document.querySelector('#picture img')];
      const pixel = canvas.getContext('2d').getImageData(16, 16, 1, 1).data;
      return { alpha: pixel[3], colours: new Set(canvas.getContext('2d').getImageData(0, 0, 32, 32).data).size, width: image.naturalWidth, links: document.querySelectorAll('#renditions a').length };
    });
    assert.equal(seen.alpha, 255);
    assert.ok(seen.colours > 8, 'The placeholder has no picture.');
    assert.equal(seen.width, 640);
    assert.equal(seen.links, 5);
  }
  assert.deepEqual(faults, []);
} finally {
  await browser.close();
}
