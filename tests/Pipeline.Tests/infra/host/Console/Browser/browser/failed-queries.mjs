// Sees why queries cannot run, lifts the obstacle, sees a failure, stops a run, and leaves another one.
import { scenario } from './scenario.mjs';

await scenario(async ({ page, goto, assert, errors }) => {
  await goto('numbers');
  const section = page.getByTestId('saved-queries');
  await section.getByTestId('queries-obstacle').getByText('Build it once: dotnet build infra/query').waitFor();
  assert.equal(await section.getByTestId('run-queries').isDisabled(), true);

  await page.evaluate(async (png) => fetch('/api/uploads/lifts-the-obstacle.png', { method: 'PUT', body: Uint8Array.from(atob(png), (c) => c.charCodeAt(0)) }),
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==');
  do {
    await page.waitForTimeout(200);
    await page.reload();
    await section.getByTestId('run-queries').waitFor();
  } while (await section.getByTestId('run-queries').isDisabled());

  await section.getByTestId('run-queries').click();
  await section.getByTestId('queries-error').getByText('The query program ended with code 137.').waitFor();
  errors.splice(0, errors.length, ...errors.filter((text) => !text.includes('503')));

  await section.getByTestId('run-queries').click();
  await section.getByTestId('queries-running').waitFor();
  // Until the request has surely arrived.
  await page.waitForTimeout(500);
  await section.getByTestId('stop-queries').click();
  await section.getByTestId('run-queries').waitFor();
  assert.equal(await section.getByTestId('queries-error').count(), 0);

  await section.getByTestId('run-queries').click();
  await section.getByTestId('queries-running').waitFor();
  await page.waitForTimeout(500);
  await page.goto('/#/images');
  await page.getByTestId('image').first().waitFor();
});
