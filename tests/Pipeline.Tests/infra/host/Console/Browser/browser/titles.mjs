// Reads the name of the tab on every page, on those of several executions, images and Map Runs, and where nothing is found.
import { scenario } from './scenario.mjs';

await scenario(async ({ input, open, assert }) => {
  const { page, goto, errors } = await open();
  const titles = {};
  for (const [route, expected] of Object.entries(input.titles)) {
    await goto(route);
    const title = `${expected} – Image Pipeline`;
    await page.waitForFunction((wanted) => document.title === wanted, title, { timeout: 10_000 }).catch(async () => assert.equal(await page.title(), title, route));
    titles[route] = await page.title();
  }

  assert.equal(new Set(Object.values(titles)).size, Object.keys(input.titles).length, `two pages have one title: ${JSON.stringify(titles, null, 2)}`);

  // The title follows the reader, also to a page that is not found and back.
  await goto('executions');
  await goto('nowhere');
  await page.waitForFunction(() => document.title.startsWith('Page not found'));
  await page.goBack();
  await page.waitForFunction(() => document.title.startsWith('Executions'));
  assert.deepEqual(errors.filter((error) => !error.includes('404')), []);
});
