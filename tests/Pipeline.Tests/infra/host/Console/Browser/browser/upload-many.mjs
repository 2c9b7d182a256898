// Uploads thousands of files: only the rows near the window are in the page, and those in view are sent first.
import { scenario } from './scenario.mjs';

await scenario(async ({ input, page, goto, screenshot, assert }) => {
  const held = [];
  let isHeld = true;
  const sent = [];
  await page.route('**/api/uploads/**', async (route) => {
    const key = decodeURIComponent(new URL(route.request().url()).pathname.slice('/api/uploads/'.length));
    sent.push(key);
    if (isHeld) {
      await new Promise((resolve) => held.push(resolve));
    }

    await route.fulfill({ status: 202, contentType: 'application/json', body: JSON.stringify({ key, execution: null }) });
  });
  await goto('upload');
  await page.evaluate((count) => {
    const data = new DataTransfer();
    for (let number = 0; number < count; number++) {
      data.items.add(new File([new Uint8Array(100)], `${String(number).padStart(5, '0')}.png`, { type: 'image/png' }));
    }

    const files = document.querySelector('[data-testid="file-input"]');
    files.files = data.files;
    files.dispatchEvent(new Event('change', { bubbles: true }));
  }, input.count);
  const count = input.count.toLocaleString('en');
  await page.getByRole('heading', { name: `${count} uploads` }).waitFor();
  await page.getByTestId('upload').first().waitFor();
  const rows = () => page.getByTestId('upload').evaluateAll((found) => found.map((row) => ({ key: row.dataset.key, position: Number(row.ariaPosInSet), top: row.getBoundingClientRect().top, bottom: row.getBoundingClientRect().bottom })));
  assert.ok((await rows()).length < 100, 'all rows are in the page');
  const waitForSent = async (number) => {
    while (sent.length < number) {
      await page.waitForTimeout(20);
    }
  };
  await waitForSent(4);
  assert.deepEqual(sent.toSorted(), ['00000.png', '00001.png', '00002.png', '00003.png']);

  // The list is as high as all of its rows, and shows those at the place to which the reader scrolls.
  await page.evaluate(() => document.querySelector('[data-testid="uploads"]').scrollIntoView());
  await page.evaluate((rowsAbove) => {
    const list = document.querySelector('[data-testid="uploads"]');
    const scrolls = (element) => element === null ? document.scrollingElement : element.scrollHeight > element.clientHeight && getComputedStyle(element).overflowY !== 'visible' ? element : scrolls(element.parentElement);
    scrolls(list.parentElement).scrollBy(0, list.offsetHeight / 2 + rowsAbove);
  }, 0);
  await page.locator('[data-testid="upload"][aria-posinset="1500"], [data-testid="upload"][aria-posinset="1505"]').first().waitFor();
  const near = await rows();
  assert.ok(near.length < 100, 'rows that were shown stay in the page');
  const seen = near.filter(({ top, bottom }) => bottom > 0 && top < 900).map(({ key }) => key);
  assert.ok(seen.length > 5 && near.some(({ top }) => top <= 0) && near.some(({ bottom }) => bottom >= 900), 'there is a gap in the window');
  await screenshot('many-uploads');

  isHeld = false;
  held.forEach((release) => release());
  await waitForSent(12);
  assert.deepEqual(sent.slice(4, 8).filter((key) => !seen.includes(key)), [], `not in view: ${sent.slice(4, 8)}; in view: ${seen}`);
  await page.getByTestId('upload-summary').getByText(`${count} ignored`).waitFor({ timeout: 180_000 });
  assert.equal(new Set(sent).size, input.count);
  assert.equal(sent.length, input.count);
  assert.ok((await rows()).length < 100);
});
