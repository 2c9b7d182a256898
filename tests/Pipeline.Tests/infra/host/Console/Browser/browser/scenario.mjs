// Shared code of the scenarios. A scenario gets a JSON object on standard input, drives the page in Chromium, and throws if it fails.
import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { chromium } from 'playwright-core';

const flags = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync',
];

/** Runs a scenario on a page; complaints of the page (errors, what its policy blocked) fail it. */
export async function scenario(run) {
  const given = JSON.parse(fs.readFileSync(0, 'utf8'));
  const browser = await chromium.launch({ executablePath: given.chromium, args: flags });
  try {
    const open = async (options = {}) => {
      const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, colorScheme: 'light', baseURL: given.address, ...options });
      context.setDefaultTimeout(60_000);
      const page = await context.newPage();
      const complaints = [];
      page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
      page.on('pageerror', (error) => complaints.push(String(error)));
      const goto = async (route) => {
        await page.goto(`/#/${route}`);
        await page.locator('h1').waitFor();
      };
      const shot = (name, more = {}) => page.screenshot({ path: path.join(given.screenshots, `${name}.png`), ...more });
      return { page, goto, shot, complaints };
    };
    const opened = await open();
    await run({ given, open, assert, ...opened });
    assert.deepEqual(opened.complaints, [], 'the page complained');
  } finally {
    await browser.close();
  }
}

/** Drops files on the page as a file manager does. */
export async function drop(page, files) {
  const transfer = await page.evaluateHandle((dropped) => {
    const data = new DataTransfer();
    for (const { name, type, base64 } of dropped) {
      data.items.add(new File([Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))], name, { type }));
    }
    return data;
  }, files);
  for (const kind of ['dragenter', 'dragover', 'drop']) {
    await page.dispatchEvent('[data-testid="drop-zone"]', kind, { dataTransfer: transfer });
  }
}
