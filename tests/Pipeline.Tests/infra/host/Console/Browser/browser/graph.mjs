// Looks at the graphs of executions on a desktop and a phone: everything is visible at first sight, and large enough to read.
import { scenario } from './scenario.mjs';

const smallestText = 11;

await scenario(async ({ input, open, assert }) => {
  for (const [width, height, colorScheme] of [[1440, 900, 'light'], [390, 844, 'dark']]) {
    const { page, goto, screenshot, errors } = await open({ viewport: { width, height }, colorScheme });
    for (const [name, { execution, last }] of Object.entries(input.executions)) {
      await goto(`executions/${execution}`);
      await page.locator(`g.state[data-state="${last}"]`).waitFor();
      await page.locator('.graph.path').waitFor();
      const { texts, box, room, middles } = await page.evaluate(() => {
        const picture = document.querySelector('[data-testid=graph]');
        const viewport = picture.parentElement;
        const zoom = picture.getBoundingClientRect().width / picture.viewBox.baseVal.width;
        const states = [...picture.querySelectorAll('g.state:not(.around) > rect.ground')].map((each) => each.getBoundingClientRect());
        const { width, height } = picture.getBoundingClientRect();
        return {
          texts: [...picture.querySelectorAll('text')].map((text) => parseFloat(getComputedStyle(text).fontSize) * zoom),
          box: { width, height }, room: { width: viewport.clientWidth, height: viewport.clientHeight },
          middles: states.map((each) => Math.round(each.left + each.width / 2)),
        };
      });
      const place = `${name} at ${width} px`;
      assert.ok(Math.min(...texts) >= smallestText, `${place}: a text has ${Math.min(...texts)} px`);
      assert.ok(box.width <= room.width && box.height <= room.height + 1, `${place}: ${JSON.stringify({ box, room })}`);
      assert.ok(box.height <= height, `${place}: the graph is ${box.height} px high, and the screen ${height} px`);
      assert.ok(Math.max(...middles) - Math.min(...middles) <= 2, `${place}: the path is not straight: ${middles}`);
      await screenshot(`graph-${name}-${width}`, { fullPage: true });
    }
    assert.deepEqual(errors, [], `${width} px: the page logged errors`);
  }
});
