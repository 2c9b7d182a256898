// Drops files, watches the graph of an execution until it ends, and opens the renditions.
import { drop, scenario } from './scenario.mjs';

await scenario(async ({ input, page, goto, screenshot, assert }) => {
  await goto('upload');
  await page.getByTestId('prefix').fill('cats/');
  await drop(page, input.files);
  for (const { name } of input.files) {
    await page.locator(`[data-testid="upload"][data-key="cats/${name}"]`).waitFor();
  }

  const row = page.locator(`[data-testid="upload"][data-key="cats/${input.files[0].name}"]`);
  await row.getByRole('link', { name: 'Execution' }).click();
  await page.locator('[data-testid="execution-page"]').waitFor();
  await page.locator('[data-testid="execution-page"][data-status="SUCCEEDED"]').waitFor();
  for (const state of ['Route', 'Validate', 'ResizeAll', 'Resize', 'Persist', 'AnnounceSuccess']) {
    await page.locator(`[data-state="${state}"][data-outcome="succeeded"]`).first().waitFor();
  }
  // Only the path taken is shown until the reader asks for the whole graph.
  await page.getByTestId('path-only').click();
  assert.equal(await page.locator('[data-state="PersistFailure"]').first().getAttribute('data-outcome'), 'none');
  await page.locator('g.state[data-state="Validate"]').click();
  await page.getByTestId('state-detail').getByText('Validate').first().waitFor();
  await screenshot('execution');

  // Back to the path taken, to the execution without a selection, and to the uploads.
  await page.goBack();
  await page.goBack();
  await page.goBack();
  await page.locator(`[data-testid="upload"][data-outcome="succeeded"]`).first().waitFor();
  await screenshot('upload');
  await row.getByRole('link', { name: 'Image' }).click();
  await page.getByTestId('rendition').nth(4).waitFor();
  for (const image of await page.getByTestId('rendition').locator('img').all()) {
    await image.evaluate((element) => element.decode());
    assert.ok(await image.evaluate((element) => element.naturalWidth > 0), 'a rendition is not shown');
  }
  await screenshot('image', { fullPage: true });
});
