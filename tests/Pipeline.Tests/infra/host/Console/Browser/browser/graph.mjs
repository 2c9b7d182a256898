// Looks at the graphs of executions on a desktop and a phone: everything is visible at first sight, and large enough to read.
import { scenario } from './scenario.mjs';

const smallestText = 11;

/** What a graph looks like: sizes of its texts, places of its states, and badges that touch a title. */
const look = () => {
  const picture = document.querySelector('[data-testid=graph]');
  const viewport = picture.parentElement;
  const zoom = picture.getBoundingClientRect().width / picture.viewBox.baseVal.width;
  const { width, height } = picture.getBoundingClientRect();
  const states = [...picture.querySelectorAll('g.state')].map((each) => {
    const { left, right, top, bottom } = each.querySelector('rect.ground').getBoundingClientRect();
    const isInner = !each.classList.contains('around');
    return { name: each.dataset.state, left, right, top, bottom, middle: (left + right) / 2, isInner };
  });
  const texts = [...picture.querySelectorAll('text')];
  const badges = [...picture.querySelectorAll('[data-testid=retries]')].map((badge) => {
    const one = badge.querySelector('rect').getBoundingClientRect();
    const touched = [...badge.parentElement.querySelectorAll('text.title, text.kind')].map((text) => {
      const other = text.getBoundingClientRect();
      // Letters are less high than their line.
      const inset = text.classList.contains('title') ? 4 : 0;
      return one.left < other.right && other.left < one.right && one.top < other.bottom - inset && other.top < one.bottom;
    });
    return { state: badge.parentElement.dataset.state, isApart: !touched.includes(true) };
  });
  return {
    texts: texts.map((text) => parseFloat(getComputedStyle(text).fontSize) * zoom), states, badges,
    tools: [...document.querySelectorAll('.graph-tools > *')].map((tool) => tool.getBoundingClientRect()).map(({ left, right }) => ({ left, right })),
    box: { width, height }, room: { width: viewport.clientWidth, height: viewport.clientHeight },
  };
};

await scenario(async ({ input, open, assert }) => {
  for (const [width, height, colorScheme] of [[1440, 900, 'light'], [390, 844, 'dark']]) {
    const { page, goto, screenshot, errors } = await open({ viewport: { width, height }, colorScheme });
    for (const [name, { execution, last }] of Object.entries(input.executions)) {
      await goto(`executions/${execution}`);
      await page.locator(`g.state[data-state="${last}"]`).waitFor();
      await page.locator('.graph.path').waitFor();
      const { texts, box, room, states, badges } = await page.evaluate(look);
      const middles = states.filter(({ isInner }) => isInner).map(({ middle }) => Math.round(middle));
      const place = `${name} at ${width} px`;
      assert.ok(Math.min(...texts) >= smallestText, `${place}: a text has ${Math.min(...texts)} px`);
      assert.ok(box.width <= room.width && box.height <= room.height + 1, `${place}: ${JSON.stringify({ box, room })}`);
      assert.ok(box.height <= height, `${place}: the graph is ${box.height} px high, and the screen ${height} px`);
      assert.ok(Math.max(...middles) - Math.min(...middles) <= 2, `${place}: the path is not straight: ${middles}`);
      assert.deepEqual(badges.filter(({ isApart }) => !isApart), [], `${place}: a badge touches a title`);
      assert.equal(badges.length, name === 'failed' ? 1 : 0, `${place}: badges`);
      await screenshot(`graph-${name}-${width}`, { fullPage: true });
    }

    for (const [name, { route, main, beside }] of Object.entries(input.whole)) {
      await goto(route);
      await page.locator(`g.state[data-state="${beside.at(-1)}"]`).waitFor();
      const place = `${name} at ${width} px`;
      const { texts, box, room, states, badges, tools } = await page.evaluate(look);
      assert.ok(tools.every(({ left, right }) => left >= 0 && right <= width), `${place}: ${JSON.stringify(tools)} are outside the window`);
      assert.ok(Math.min(...texts) >= smallestText, `${place}: a text has ${Math.min(...texts)} px`);
      assert.ok(box.width <= room.width, `${place}: ${JSON.stringify({ box, room })}`);
      const hidden = states.filter(({ left, right, top, bottom }) => left < 0 || right > width || top < 0 || bottom > height).map((state) => state.name);
      if (width > 1000) {
        assert.deepEqual(hidden, [], `${place}: states are outside the window`);
      } else {
        assert.ok(!hidden.includes(main[0]) && states.every(({ left, right }) => left >= 0 && right <= width), `${place}: ${hidden} are outside the window`);
      }

      const middleOf = (state) => states.find((each) => each.name === state).middle;
      main.forEach((state) => assert.ok(Math.abs(middleOf(state) - middleOf(main[0])) <= 1, `${place}: ${state} is not on the straight line`));
      beside.forEach((state) => assert.ok(middleOf(state) - middleOf(main[0]) > 10, `${place}: ${state} is not beside the main path`));
      assert.ok(badges.every(({ isApart }) => isApart), `${place}: a badge touches a title`);
      await screenshot(`graph-${name}-${width}`, { fullPage: true });
    }

    await goto(input.whole.backfill.route);
    await page.getByTestId('graph-part').selectOption('Listing');
    await page.locator('g.state[data-state="Validate"]').waitFor();
    const children = await page.evaluate(look);
    assert.ok(Math.min(...children.texts) >= smallestText, `the children at ${width} px: a text has ${Math.min(...children.texts)} px`);
    await page.getByRole('button', { name: 'Fit', exact: true }).click();
    await page.locator('.graph-tools [aria-pressed="true"]', { hasText: 'Fit' }).waitFor();
    const { box, room } = await page.evaluate(look);
    assert.ok(box.width <= room.width && box.height <= height, `the children do not fit: ${JSON.stringify({ box, room })}`);
    assert.deepEqual(errors, [], `${width} px: the page logged errors`);
  }
});
