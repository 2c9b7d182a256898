// Runs the saved queries, reads their results, and comes back to them by address.
import * as fs from 'node:fs';
import { createRequire } from 'node:module';
import { scenario } from './scenario.mjs';

const axe = fs.readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

await scenario(async ({ page, open, goto, screenshot, assert }) => {
  await goto('numbers');
  const section = page.getByTestId('saved-queries');
  await section.getByText('Not run yet').waitFor();
  await section.getByTestId('run-queries').click();
  await section.getByTestId('queries-running').waitFor();
  await section.getByTestId('result').waitFor();
  assert.deepEqual(await section.locator('th').allTextContents(), ['Key', 'Bytes', 'Updated at']);
  const rows = await section.locator('tbody tr').evaluateAll((all) => all.map((row) => [...row.cells].map(({ textContent }) => textContent)));
  assert.deepEqual(rows.map((row) => row.slice(0, 2)), [['cats/1.jpg', '4.4 MB'], ['<img src=x onerror=alert(1)>.png', '1.1 MB']]);
  assert.equal(rows[1][2], '–');
  assert.deepEqual(await section.locator('.share > span').evaluateAll((bars) => bars.map(({ style }) => style.width)), ['100%', '25%']);
  await section.getByText('The first 2 of 250 rows; bars: bytes').waitFor();
  assert.equal(await section.getByTestId('run-queries').isDisabled(), true);
  assert.equal(await section.locator('a').first().getAttribute('href'), '#/images/cats%2F1.jpg');

  await section.getByTestId('query-text').locator('summary').click();
  await section.getByText('SELECT key, bytes FROM images').waitFor();
  await section.getByText('pipeline query --saved largest').waitFor();
  for (const [colorScheme, width] of [['light', 1280], ['dark', 1280], ['light', 390], ['dark', 390]]) {
    const narrow = await open({ viewport: { width, height: 900 }, colorScheme, reducedMotion: 'reduce' });
    await narrow.goto('numbers');
    await narrow.page.getByTestId('result').waitFor();
    await narrow.page.getByTestId('query-text').locator('summary').click();
    const excess = await narrow.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    assert.ok(excess <= 0, `the page is ${excess} px too wide at ${width} px`);
    await narrow.page.evaluate(axe);
    const violations = await narrow.page.evaluate(async () => (await axe.run(document, { resultTypes: ['violations'] })).violations.map(({ id, nodes }) => `${id}: ${nodes[0].html}`));
    assert.deepEqual(violations, [], `${colorScheme}, ${width} px`);
    await narrow.screenshot(`saved-queries-${width}-${colorScheme}`, { fullPage: true });
    assert.deepEqual(narrow.errors, []);
  }

  await section.getByTestId('saved-query').selectOption('empty');
  await section.getByText('Nothing to show').waitFor();
  assert.match(page.url(), /numbers\?query=empty/);
  await page.reload();
  await section.getByText('Nothing to show').waitFor();
  await screenshot('saved-queries-empty');
});
