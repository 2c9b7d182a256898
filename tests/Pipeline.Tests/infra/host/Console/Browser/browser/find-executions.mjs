// Finds executions by outcome, text, date and order, and opens the same list by its link.
import { scenario } from './scenario.mjs';

await scenario(async ({ input, page, goto, screenshot, assert, open }) => {
  const rows = page.getByTestId('execution');
  const keys = (from = page) => from.getByTestId('execution').locator('td.key a').allTextContents();
  const settle = async (count) => {
    await page.waitForFunction((expected) => document.querySelectorAll('[data-testid="execution"]').length === expected
      && document.querySelector('[aria-busy="true"]') === null, count);
  };
  await goto('executions');
  await settle(4);
  assert.deepEqual(await page.getByTestId('execution-outcome').allTextContents(), ['Succeeded', 'Rejected', 'Unchanged', 'Succeeded']);
  assert.equal((await page.getByTestId('outcome-rejected').textContent()).trim(), 'Rejected1');
  assert.ok((await rows.nth(1).textContent()).includes(input.reason), 'the reason is not shown');
  assert.match(await rows.first().getByTestId('ran').textContent(), /\d m?s$/);
  assert.match(await rows.first().getByTestId('waited').textContent(), /\d m?s$/);

  await page.getByTestId('outcome-rejected').click();
  await settle(1);
  assert.equal((await rows.first().getAttribute('data-status')), 'SUCCEEDED');
  await rows.first().getByRole('link').click();
  await page.getByTestId('execution-reason').getByText(input.reason).waitFor();
  assert.equal(await page.getByTestId('execution-outcome').textContent(), 'Rejected');
  assert.match(await page.getByTestId('waited').textContent(), /\d m?s$/);
  await page.goBack();
  await settle(1);

  await page.getByTestId('clear-filters').click();
  await settle(4);
  await page.getByTestId('filter-q').fill('TOM');
  await settle(2);
  const name = await rows.first().getAttribute('data-name');
  await page.getByTestId('filter-q').fill(name.slice(5, 22));
  await settle(1);
  await page.getByTestId('filter-q').fill('');
  await settle(4);
  await page.getByTestId('filter-from').fill('2099-01-01');
  await page.getByText('No matching executions').waitFor();
  await page.getByTestId('filter-from').fill('2020-01-01');
  await settle(4);
  await page.getByTestId('sort-key').click();
  // The heading changes before the rows do.
  await page.waitForFunction(() => document.querySelector('[data-testid="execution"] td.key a').textContent === 'cats/tom.png');
  assert.equal(await page.locator('[aria-sort="ascending"]').count(), 1);
  assert.deepEqual(await keys(), ['cats/tom.png', 'cats/tom.png', 'dogs/notes.txt', 'dogs/rex.png']);
  await page.getByTestId('sort-key').click();
  await page.waitForFunction(() => document.querySelector('[data-testid="execution"] td.key a').textContent === 'dogs/rex.png');
  await screenshot('executions-sorted');

  const link = page.url();
  const other = await open();
  await other.page.goto(link);
  await other.page.getByTestId('execution').nth(3).waitFor();
  assert.deepEqual(await keys(other.page), ['dogs/rex.png', 'dogs/notes.txt', 'cats/tom.png', 'cats/tom.png']);
  assert.equal(await other.page.getByTestId('filter-from').inputValue(), '2020-01-01');

  const phone = await open({ viewport: { width: 390, height: 844 } });
  await phone.goto('executions');
  await phone.page.getByTestId('execution').nth(3).waitFor();
  for (const badge of await phone.page.locator('.badge').all()) {
    const { height, width } = await badge.boundingBox();
    assert.ok(height < 30 && width < 150, `a badge is ${width} by ${height}`);
  }
  await phone.page.getByTestId('sort').selectOption('key asc');
  await phone.page.waitForFunction(() => document.querySelector('[data-testid="execution"] td.key a').textContent === 'cats/tom.png');
});
