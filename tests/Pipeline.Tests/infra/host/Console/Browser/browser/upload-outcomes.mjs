// Uploads images and files that cannot be uploaded or are rejected, and reads what became of all of them; then the numbers, and the webhook.
import { drop, scenario } from './scenario.mjs';

await scenario(async ({ input, page, goto, screenshot, errors, assert }) => {
  await goto('upload');
  await page.getByTestId('limits').getByText('64 MB').waitFor();
  await page.getByTestId('limits').getByText('JPEG').waitFor();
  await drop(page, input.files);
  await page.getByTestId('upload-summary').getByText('2 ready, 1 rejected').waitFor();
  assert.equal(await page.getByTestId('upload-progress').count(), 0);
  await screenshot('upload-outcomes');

  // The host refuses this for good.
  await page.route('**/api/uploads/**', (route) => route.fulfill({ status: 400, contentType: 'application/problem+json', body: '{"detail":"Never."}' }));
  await drop(page, [{ ...input.files[0], name: 'never.png' }]);
  const never = page.locator('[data-testid="upload"][data-key="never.png"][data-state="refused"]');
  await never.waitFor();
  assert.equal(await never.getByRole('button', { name: 'Try again' }).count(), 0);
  await page.unroute('**/api/uploads/**');

  // The host is busy, so another attempt can help.
  await page.route('**/api/uploads/**', (route) => route.fulfill({ status: 503, contentType: 'application/problem+json', body: '{"detail":"Busy."}' }));
  await drop(page, [{ ...input.files[0], name: 'later.png' }]);
  await page.locator('[data-testid="upload"][data-key="later.png"]').getByRole('button', { name: 'Try again' }).waitFor();
  await page.unroute('**/api/uploads/**');
  await page.getByTestId('upload-summary').getByText('2 ready, 1 rejected, 2 not uploaded').waitFor();

  // Chromium logs every response with an error status.
  assert.ok(errors.splice(0).every((text) => text.startsWith('Failed to load resource')), 'the page logged errors');

  // Leaving during an upload asks first.
  let release;
  const held = new Promise((resolve) => { release = resolve; });
  await page.route('**/api/uploads/**', async (route) => { await held; await route.continue(); });
  await drop(page, [{ ...input.files[0], name: 'slow.png' }]);
  await page.locator('[data-testid="upload"][data-key="slow.png"][data-state="sending"]').waitFor();
  const isKept = () => page.evaluate(() => !dispatchEvent(new Event('beforeunload', { cancelable: true })));
  assert.ok(await isKept(), 'leaving during an upload does not ask');
  release();
  await page.locator('[data-testid="upload"][data-key="slow.png"][data-state="done"]').waitFor();
  assert.ok(!await isKept(), 'leaving after all uploads asks');

  await goto('numbers');
  await page.getByTestId('outcomes').getByText('unsupportedFormat').waitFor();
  await page.getByTestId('figures').getByText('Median wait for a turn').waitFor();
  await page.locator('[data-testid="state-numbers"]').getByText('Resize', { exact: true }).waitFor();
  await screenshot('numbers');

  await goto('announcements');
  await page.locator(`[data-testid="deliveries"] [data-url="${input.webhook}"]`).waitFor();
  await screenshot('announcements');
});
