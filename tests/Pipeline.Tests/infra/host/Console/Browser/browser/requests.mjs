// Counts what a page reads while it loads, and when a reader comes to it from another page.
import { scenario } from './scenario.mjs';

await scenario(async ({ input, page, goto, assert }) => {
  let paths = [];
  page.on('request', (request) => paths.push(new URL(request.url()).pathname));
  const countReads = () => Object.fromEntries(Object.keys(input.lists).map((name) => [name, paths.filter((path) => path === `/api/${name}`).length]));
  for (const [name, ready] of Object.entries(input.lists)) {
    const expected = Object.fromEntries(Object.keys(input.lists).map((each) => [each, each === name ? 1 : 0]));
    for (const from of ['about:blank', `/#/executions/${input.execution}`]) {
      await page.goto(from);
      if (from !== 'about:blank') {
        await page.locator('g.state').first().waitFor();
        // A page that opens before the connection does reads twice, because it may have missed a change.
        await page.locator('#connection[data-state="open"]').waitFor();
      }
      paths = [];
      await goto(name);
      await page.locator(ready).first().waitFor();
      await page.locator('#connection[data-state="open"]').waitFor();
      // As long as the slowest page collects what it has to read again.
      await page.waitForTimeout(1500);
      assert.deepEqual(countReads(), expected, `${name} from ${from}`);
    }
  }

  await page.goto('about:blank');
  paths = [];
  await goto(`executions/${input.execution}`);
  await page.locator('g.state').first().waitFor();
  await page.waitForTimeout(1500);
  for (const part of ['', '/history', '/trace']) {
    const path = `/api/executions/${input.execution}${part}`;
    assert.equal(paths.filter((each) => each === path).length, 1, path);
  }
});
