// Opens every page in both themes and two widths. No page logs errors or scrolls sideways.
import { scenario } from './scenario.mjs';

await scenario(async ({ input, open, assert }) => {
  const variants = [['light', 1280], ['dark', 1280], ['light', 400], ['dark', 400]];
  for (const [colorScheme, width] of variants) {
    const { page, goto, screenshot, errors } = await open({ viewport: { width, height: 900 }, colorScheme });
    for (const [name, { route, ready }] of Object.entries(input.pages)) {
      await goto(route);
      await page.locator(ready).first().waitFor();
      const excess = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      assert.ok(excess <= 0, `${name} at ${width} px is ${excess} px too wide`);
      await screenshot(`${name}-${colorScheme}-${width}`, { fullPage: width < 1000 });
    }
    assert.deepEqual(errors, [], `${colorScheme}, ${width} px: the page logged errors`);
  }
});
