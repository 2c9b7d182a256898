// Processes images again on their pages, and reads what became of it.
import { scenario } from './scenario.mjs';

await scenario(async ({ input, page, goto, screenshot, assert, errors }) => {
  for (const [key, result] of Object.entries(input.results)) {
    await goto(`images/${encodeURIComponent(key)}`);
    await page.getByTestId('process-again').click();
    await page.getByTestId('process-result').getByText(result, { exact: true }).waitFor();
    assert.match(await page.getByTestId('process-result').getByRole('link', { name: 'Execution' }).getAttribute('href'), /^#\/executions\//);
    // Pictures that were missing are loaded again.
    await page.waitForFunction(() => [...document.querySelectorAll('[data-testid="rendition"][data-name="thumb"] img')].every((picture) => picture.complete && picture.naturalWidth > 0));
    assert.equal(await page.locator('[data-testid="rendition"][data-name="thumb"] img').count(), key === 'notes.png' ? 0 : 1, `${key}: the thumbnail`);
    await screenshot(`process-${result.toLowerCase().replaceAll(' ', '_')}`);
  }

  await page.route('**/process', (route) => route.fulfill({ status: 507, contentType: 'application/problem+json', body: '{"detail":"The disk is full."}' }));
  await page.getByTestId('process-again').click();
  await page.getByTestId('process-error').getByText('The disk is full.').waitFor();
  // The renditions that are missing at first are 404.
  errors.splice(0, errors.length, ...errors.filter((text) => !/507|404/.test(text)));
});
