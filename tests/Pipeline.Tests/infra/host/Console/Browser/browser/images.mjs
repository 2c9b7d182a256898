// Browses folders, sorts, searches, and deletes several images, one of which cannot be deleted at first.
import { scenario } from './scenario.mjs';

await scenario(async ({ input, page, goto, screenshot, assert, errors }) => {
  const keys = async () => page.getByTestId('image').evaluateAll((cards) => cards.map((card) => card.dataset.key));
  const waitFor = (expected) => page.waitForFunction(
    (wanted) => JSON.stringify([...document.querySelectorAll('[data-testid="image"]')].map((card) => card.dataset.key)) === wanted, JSON.stringify(expected));

  await goto('images');
  await page.getByTestId('view').selectOption('folders');
  await waitFor(['dog.png']);
  await page.getByTestId('folders').getByRole('button', { name: 'cats/' }).click();
  await page.getByTestId('sort').selectOption('size');
  await waitFor(['cats/2.png', 'cats/3.png', 'cats/1.png']);
  await page.getByTestId('order').selectOption('asc');
  await waitFor(['cats/1.png', 'cats/3.png', 'cats/2.png']);
  assert.match(page.url(), /prefix=cats%2F/);
  assert.match(page.url(), /order=asc/);
  await page.reload();
  await waitFor(['cats/1.png', 'cats/3.png', 'cats/2.png']);
  await screenshot('images-folder');

  await page.getByTestId('select').nth(0).click();
  await page.getByTestId('select').nth(1).click({ modifiers: ['Shift'] });
  await page.getByTestId('selection').getByText('2 images selected').waitFor();
  await page.route('**/api/images/cats/3.png', (route) => route.fulfill({ status: 507, contentType: 'application/problem+json', body: '{"detail":"The disk is full."}' }));
  await page.getByTestId('delete-selected').click();
  await page.getByRole('heading', { name: 'Delete 2 images?' }).waitFor();
  await page.getByTestId('confirm').click();
  const failures = await page.getByTestId('bulk-failures').textContent();
  assert.match(failures, /1 image of 2 could not be deleted/);
  assert.match(failures, /cats\/3\.png: The disk is full\./);
  await page.getByRole('button', { name: 'Close' }).click();
  await waitFor(['cats/3.png', 'cats/2.png']);
  await page.getByTestId('selection').getByText('1 image selected').waitFor();
  errors.splice(0, errors.length, ...errors.filter((text) => !text.includes('507')));

  await page.getByTestId('breadcrumbs').getByRole('button', { name: 'uploads' }).click();
  await waitFor(['dog.png']);
  await page.getByTestId('text').fill('SMALL');
  await waitFor(['cats/small/4.png']);
  assert.deepEqual(await keys(), ['cats/small/4.png']);
  await page.setViewportSize({ width: 390, height: 844 });
  await screenshot('images-phone', { fullPage: true });
});
