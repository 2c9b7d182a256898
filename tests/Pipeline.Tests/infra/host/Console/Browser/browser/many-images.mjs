// Selects all images of a filter, not only those that are shown, and processes them again, redrives and deletes them.
import { scenario } from './scenario.mjs';

await scenario(async ({ input, page, goto, screenshot, assert }) => {
  const { cats, dogs } = input;
  const tab = async (name, count) => page.getByTestId(`tab-${name}`).getByText(new RegExp(` ${count}$`)).waitFor();
  const act = async (action, question, result, outcomes) => {
    await page.getByTestId(`${action}-selected`).click();
    await page.getByRole('heading', { name: question }).waitFor();
    await screenshot(`images-${action}`);
    await page.getByTestId('confirm').click();
    await page.getByTestId('bulk-result').getByText(result).waitFor();
    if (outcomes !== undefined) {
      await page.getByTestId('bulk-outcomes').getByText(outcomes).waitFor();
    }

    await page.getByTestId('dialog').waitFor({ state: 'detached' });
  };
  const selected = (text) => page.getByTestId('selection').getByText(`${text} selected`).waitFor();

  // Small, so that the end of the first page is far below the window.
  await page.setViewportSize({ width: 800, height: 600 });
  await goto('images?status=all');
  await tab('all', cats + dogs + 2);
  await tab('ready', cats + dogs);
  await tab('rejected', 1);
  await tab('failed', 1);

  // What photos say of themselves is folded away until it is asked for.
  assert.equal(await page.getByTestId('camera').isVisible(), false);
  await page.getByTestId('photo-details').locator('summary').click();
  await page.getByTestId('camera').fill('Canon');
  await tab('all', 0);
  await page.getByTestId('clear-filters').click();
  await tab('all', cats + dogs + 2);

  await goto('images?text=CATS');
  await tab('all', cats);
  await tab('rejected', 0);
  await page.getByTestId('image').nth(49).waitFor();
  assert.equal(await page.getByTestId('image').count(), 50);
  await page.getByTestId('select-matching').click();
  await selected(`${cats} images`);
  await act('process', `Process ${cats} images again?`, `Started ${cats} executions`, `1 made again, ${cats - 1} unchanged`);
  await screenshot('images-processed');

  // The end of the page loads the next one.
  await page.getByTestId('image').nth(49).scrollIntoViewIfNeeded();
  await page.getByTestId('image').nth(cats - 1).waitFor();

  // Stopped, the rest stays selected.
  await page.route('**/process', async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 100));
    await route.continue();
  });
  await page.getByTestId('select-all').click();
  await selected(`${cats} images`);
  await page.getByTestId('process-selected').click();
  await page.getByTestId('confirm').click();
  await page.getByTestId('bulk-progress').getByText(/^ ?[1-9]/).waitFor();
  await page.getByTestId('stop-bulk').click();
  const left = Number((await page.getByText(/^Stopped\. \d+ images? (is|are) left\.$/).textContent()).match(/\d+/)[0]);
  await page.getByRole('button', { name: 'Close' }).click();
  assert.ok(left > 0 && left < cats, `${left} are left`);
  await selected(left === 1 ? '1 image' : `${left} images`);
  await page.getByTestId('bulk-result').getByText(left === cats - 1 ? 'Started 1 execution' : `Started ${cats - left} executions`).waitFor();
  await page.unroute('**/process');

  await goto('images?status=failed');
  await page.getByTestId('select-all').click();
  await act('redrive', 'Redrive 1 failed image?', 'Redrove 1 execution', '1 made again');
  await tab('failed', 0);

  await goto('images?status=all&text=dogs');
  await page.getByTestId('image').nth(dogs - 1).waitFor();
  await page.getByTestId('select-all').click();
  assert.equal(await page.getByTestId('redrive-selected').count(), 0, 'nothing has failed');
  await act('delete', `Delete ${dogs} images?`, `Deleted ${dogs} images`);
  await tab('deleted', dogs);
});
