// Reviews an image in quarantine, releases it, and gives it another text.
import { scenario } from './scenario.mjs';

await scenario(async ({ input, open, page, goto, screenshot, assert, errors }) => {
  const route = `images/${encodeURIComponent(input.key)}`;
  await goto('images?status=quarantined');
  await page.getByTestId('image').getByText('Quarantined').waitFor();
  await goto(route);
  await page.getByTestId('quarantine').waitFor();
  assert.equal(await page.getByTestId('image-status').textContent(), 'Quarantined');
  assert.match(await page.getByTestId('reason').textContent(), /moderated.*violence \(93/);
  const picture = page.getByTestId('quarantined-picture');
  await page.waitForFunction(() => document.querySelector('[data-testid="quarantined-picture"]').naturalWidth > 0);
  assert.match(await picture.evaluate((image) => getComputedStyle(image).filter), /blur/);
  const description = page.getByTestId('quarantine').getByTestId('description');
  assert.match(await description.textContent(), /Cats & dogs: 1 < 2.*violence 93 %, gore 20 %.*qwen3-vl:8b/);
  await screenshot('quarantine-light', { fullPage: true });
  for (const [name, options] of [['dark', { colorScheme: 'dark' }], ['phone', { viewport: { width: 390, height: 844 } }]]) {
    const other = await open(options);
    await other.goto(route);
    await other.page.getByTestId('quarantined-picture').waitFor();
    const excess = await other.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    assert.ok(excess <= 0, `the page is ${excess} px too wide (${name})`);
    await other.screenshot(`quarantine-${name}`, { fullPage: true });
    assert.deepEqual(other.errors, []);
  }

  await page.getByTestId('show-picture').click();
  assert.equal(await picture.evaluate((image) => getComputedStyle(image).filter), 'none');
  await page.getByTestId('release').click();
  await page.getByRole('heading', { name: 'Release this image?' }).waitFor();
  await page.getByTestId('confirm').click();
  await page.getByTestId('quarantine').waitFor({ state: 'detached' });
  await page.getByTestId('image-status').getByText('Ready').waitFor();
  await page.getByTestId('html').waitFor();

  await page.getByTestId('edit-description').click();
  assert.equal(await page.getByTestId('alt-text').inputValue(), 'Cats & dogs: 1 < 2');
  await page.getByTestId('alt-language').fill('no tag');
  await page.getByTestId('alt-text').fill('Zwei Katzen & "Hund": 1 < 2');
  await page.route('**/description', (sent) => sent.fulfill({ status: 400, contentType: 'application/problem+json', body: '{"detail":"The language is \'no tag\'."}' }));
  await page.getByTestId('save-description').click();
  await page.getByTestId('description-error').waitFor();
  errors.splice(0, errors.length, ...errors.filter((text) => !text.includes('400')));
  assert.match(await page.getByTestId('description-error').textContent(), /The language is 'no tag'/);
  await page.unroute('**/description');
  await page.getByTestId('alt-language').fill('de');
  await screenshot('description-form', { fullPage: true });
  await page.getByTestId('save-description').click();
  await page.getByTestId('description').getByText('Zwei Katzen & "Hund": 1 < 2').waitFor();
  assert.match(await page.getByTestId('description').textContent(), /a person/);
  await page.waitForFunction(() => document.querySelector('[data-testid="html"]').textContent.includes('alt="Zwei Katzen &amp; &quot;Hund&quot;: 1 &lt; 2" lang="de"'));

  // Whatever gets into a record is shown as text.
  await page.route(`**/api/images/${input.key}`, async (sent) => {
    const response = await sent.fetch();
    const image = await response.json();
    Object.assign(image.record.description, { altText: '<b id="evil">text</b>', labels: ['<i id="evil-label">'], language: '"><b id="evil-language">', byPerson: false });
    await sent.fulfill({ response, json: image });
  });
  await page.reload();
  await page.getByTestId('description').getByText('<b id="evil">text</b>').waitFor();
  assert.equal(await page.locator('[id^="evil"]').count(), 0, 'a description is shown as HTML');
  await page.unroute(`**/api/images/${input.key}`);

  // Another model would be asked about all of them.
  await goto('executions');
  await page.getByTestId('backfill').click();
  await page.getByTestId('backfill-refresh').selectOption('description');
  assert.match(await page.getByTestId('backfill-meaning').textContent(), /Asks qwen3-vl:8b about images.*at most 1,000 images a day/);
  await screenshot('backfill-description');
  await page.getByTestId('start-backfill').click();
  await page.locator('[data-testid="execution-page"][data-status="SUCCEEDED"]').waitFor();
});
