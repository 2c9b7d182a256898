// Uploads files of which some exist: skips those, then cancels, then replaces all of them.
import * as fs from 'node:fs';
import { createRequire } from 'node:module';
import { drop, scenario } from './scenario.mjs';

const axe = fs.readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

await scenario(async ({ input, page, goto, screenshot, assert }) => {
  const asked = [];
  page.on('request', (request) => {
    const { pathname } = new URL(request.url());
    if (pathname === '/api/originals/existing' || request.method() === 'HEAD') {
      asked.push(`${request.method()} ${pathname}`);
    }
  });
  await goto('upload');
  await page.getByTestId('prefix').fill('cats');
  const dialog = page.getByTestId('dialog');
  const faultsOfPage = async () => {
    await page.evaluate(axe);
    return await page.evaluate(async () => (await axe.run(document, { resultTypes: ['violations'] })).violations.map(({ id, nodes }) => `${id}: ${nodes[0].html}`));
  };
  const row = (name, state = 'done') => page.locator(`[data-testid="upload"][data-key="cats/${name}"][data-state="${state}"]`);

  await drop(page, input.files);
  await dialog.getByRole('heading', { name: '2 of 3 already exist' }).waitFor();
  assert.deepEqual(await page.getByTestId('replaced').locator('li').allInnerTexts(), ['cats/1.png', 'cats/2.png']);
  assert.equal(await page.getByTestId('upload').count(), 0, 'files were uploaded before the answer');
  assert.deepEqual(await faultsOfPage(), [], 'axe-core found faults in the dialog');
  await screenshot('replace');
  await dialog.getByRole('button', { name: 'Skip 2, upload 1' }).click();
  await row('3.png').waitFor();
  assert.equal(await page.getByTestId('upload').count(), 1);
  assert.deepEqual(asked, ['POST /api/originals/existing']);

  await drop(page, input.files);
  await dialog.getByRole('heading', { name: 'All 3 already exist' }).waitFor();
  assert.equal(await page.getByTestId('skip-existing').count(), 0);
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await dialog.waitFor({ state: 'detached' });
  await drop(page, [input.files[2]]);
  await dialog.getByRole('heading', { name: 'This key already exists' }).waitFor();
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  assert.equal(await page.getByTestId('upload').count(), 1, 'files were uploaded though the question was cancelled');

  // A different file of the same size and name as one that is stored.
  const changed = input.files.map((file, index) => ({ ...file, base64: input.files[(index + 1) % 3].base64 }));
  await drop(page, changed);
  await dialog.getByRole('button', { name: 'Replace 3' }).click();
  for (const { name } of input.files) {
    await row(name).first().waitFor();
  }

  await page.getByTestId('upload-summary').getByText('4 ready').waitFor();
  assert.deepEqual(await faultsOfPage(), [], 'axe-core found faults in the list');
});
