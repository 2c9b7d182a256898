// Opens addresses of what an execution's page shows, goes back, and reads the titles of pages. A stop asks first.
import * as fs from 'node:fs';
import { scenario } from './scenario.mjs';

await scenario(async ({ input, page, goto, assert }) => {
  await goto(`executions/${input.execution}`);
  assert.match(await page.title(), /^a\.png – execution /);
  await page.getByTestId('iterations-ResizeAll').getByRole('button', { name: input.rendition }).click();
  await page.locator('g.state[data-state="Resize"]').click();
  await page.getByTestId('tab-events').click();
  await page.getByTestId('events').getByRole('button', { name: `Resize · ${input.rendition}` }).first().waitFor();
  const address = page.url();

  await page.goBack();
  await page.getByTestId('timeline').getByText(input.rendition).first().waitFor();
  await page.goBack();
  await page.getByTestId('state-detail').getByRole('heading', { name: 'Execution', exact: true }).waitFor();

  await page.goto('about:blank');
  await page.goto(address);
  await page.getByTestId('events').waitFor();
  await page.getByTestId('state-detail').getByRole('heading', { name: 'Resize' }).waitFor();
  assert.equal(await page.getByTestId('iterations-ResizeAll').getByRole('button', { name: input.rendition }).getAttribute('aria-pressed'), 'true');
  await page.getByTestId('path-only').click();
  await page.locator('g.state[data-state="PersistRejection"]').waitFor();

  await goto(`executions/${input.execution}?tab=events&type=TaskSucceeded&of=Resize&state=Resize`);
  await page.getByTestId('event').first().waitFor();
  const types = await page.getByTestId('event').locator('button.type').allTextContents();
  assert.ok(types.length > 0 && types.every((type) => type === 'TaskSucceeded'), `other events are shown: ${types}`);
  await page.getByTestId('expand-events').click();
  assert.equal(await page.locator('tr.expanded').count(), types.length);
  const payload = page.locator('tr.expanded').first();
  const closed = await payload.locator('details:not([open])').count();
  assert.ok(closed > 0, 'the payload has nothing to expand');
  await payload.getByTestId('expand-all').click();
  assert.equal(await payload.locator('details:not([open])').count(), 0);
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByTestId('export-events').click()]);
  assert.equal(file.suggestedFilename(), `${input.execution}.history.json`);
  const exported = JSON.parse(fs.readFileSync(await file.path(), 'utf8'));
  const whole = await (await fetch(`${input.address}/api/executions/${input.execution}/history?limit=1000`)).json();
  assert.deepEqual(exported, { events: whole.events });
  await page.getByTestId('event-type').selectOption('MapStateEntered');
  await page.getByText('No matching events').waitFor();
  assert.match(page.url(), /type=MapStateEntered/);

  await page.getByTestId('attempt').getByRole('button', { name: 'Attempt 1' }).click();
  await page.waitForURL(/attempt=1/);
  await page.reload();
  await page.getByTestId('attempt').locator('[aria-pressed="true"]').waitFor();

  await page.goto('/#/nowhere');
  await page.getByRole('heading', { name: 'Page not found' }).waitFor();
  assert.equal(await page.title(), 'Page not found – Image Pipeline');

  await goto(`executions/${input.running}`);
  await page.getByTestId('stop').click();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await page.locator('[data-testid="execution-page"][data-status="RUNNING"]').waitFor();
  await page.getByTestId('stop').click();
  await page.getByTestId('confirm').click();
  await page.locator('[data-testid="execution-page"][data-status="ABORTED"]').waitFor();
});
