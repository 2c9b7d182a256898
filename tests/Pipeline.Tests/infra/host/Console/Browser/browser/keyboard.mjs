// Moves to a state of a graph and reads its details with the keyboard only.
import { scenario } from './scenario.mjs';

await scenario(async ({ given, page, goto, assert }) => {
  await goto('executions');
  await page.keyboard.press('Tab');
  assert.match(await page.evaluate(() => document.activeElement?.textContent ?? ''), /skip/i);
  for (let pressed = 0; pressed < 60; pressed++) {
    await page.keyboard.press('Tab');
    if (await page.evaluate((name) => document.activeElement?.getAttribute('href')?.endsWith(name) ?? false, given.execution)) {
      break;
    }
  }
  await page.keyboard.press('Enter');
  await page.locator('[data-testid="execution-page"]').waitFor();
  for (let pressed = 0; pressed < 60; pressed++) {
    await page.keyboard.press('Tab');
    if (await page.evaluate(() => document.activeElement?.matches('g.state') ?? false)) {
      break;
    }
  }
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  const state = await page.evaluate(() => document.activeElement?.getAttribute('data-state'));
  assert.ok(state, 'no state of the graph was reached');
  await page.getByTestId('state-detail').getByRole('heading', { name: state }).waitFor();
});
