// Shared code of the scenarios. A scenario reads a JSON object from standard input, drives the page in Chromium, and throws to fail.
import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { chromium } from 'playwright-core';

const flags = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync',
];

/** Runs a scenario on a page. It fails when the page logs an error or its Content-Security-Policy blocks something. */
export async function scenario(run) {
  const input = JSON.parse(fs.readFileSync(0, 'utf8'));
  const browser = await chromium.launch({ executablePath: input.chromium, args: flags });
  try {
    const open = async (options = {}) => {
      const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, colorScheme: 'light', baseURL: input.address, ...options });
      context.setDefaultTimeout(60_000);
      const page = await context.newPage();
      const errors = [];
      page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
      page.on('pageerror', (error) => errors.push(String(error)));
      const goto = async (route) => {
        await page.goto(`/#/${route}`);
        await page.locator('h1').waitFor();
      };
      const screenshot = (name, more = {}) => page.screenshot({ path: path.join(input.screenshots, `${name}.png`), ...more });
      return { page, goto, screenshot, errors };
    };
    const opened = await open();
    await run({ input, open, assert, ...opened });
    assert.deepEqual(opened.errors, [], 'the page logged errors');
  } finally {
    await browser.close();
  }
}

/** Drops files on the page, as from a file manager. */
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
