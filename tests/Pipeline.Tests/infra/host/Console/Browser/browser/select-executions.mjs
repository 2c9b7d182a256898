// Selects executions and redrives, stops and starts them again, with one question for all.
import { scenario } from './scenario.mjs';

await scenario(async ({ page, goto, screenshot, assert }) => {
  const act = async (action, question, count) => {
    await page.getByTestId(`bulk-${action}`).click();
    await page.getByRole('heading', { name: question }).waitFor();
    await screenshot(`bulk-${action}`);
    await page.getByTestId('confirm').click();
    await page.getByTestId('bulk-result').getByText(`Done for ${count}`).waitFor();
    assert.equal(await page.getByTestId('selection').count(), 0, 'the selection stays');
  };
  await goto('executions');
  await page.getByTestId('execution').nth(5).waitFor();
  await page.getByTestId('select-all').check();
  assert.ok((await page.getByTestId('selection').textContent()).startsWith('6 selected'));
  await act('redrive', 'Redrive 3 executions?', '3 executions');

  await page.getByTestId('status').selectOption('RUNNING');
  await page.waitForFunction(() => document.querySelectorAll('[data-testid="execution"]').length === 2);
  await page.getByTestId('select-all').check();
  await act('stop', 'Stop 2 executions?', '2 executions');

  await page.getByTestId('clear-filters').click();
  await page.getByTestId('execution').filter({ hasText: 'good1.png' }).getByTestId('select').check();
  await act('again', 'Process 1 upload again?', '1 execution');
  await page.waitForFunction(() => document.querySelectorAll('[data-testid="execution"][data-outcome="unchanged"]').length === 2);
});
