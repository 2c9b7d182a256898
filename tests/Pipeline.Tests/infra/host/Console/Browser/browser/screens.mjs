// Opens every page in light and dark, wide and narrow: no errors, and no horizontal scrolling on narrow pages.
import { scenario } from './scenario.mjs';

await scenario(async ({ given, open, assert }) => {
  const looks = [['light', 1280], ['dark', 1280], ['light', 400], ['dark', 400]];
  for (const [colorScheme, width] of looks) {
    const { page, goto, shot, complaints } = await open({ viewport: { width, height: 900 }, colorScheme });
    for (const [name, { route, ready }] of Object.entries(given.pages)) {
      await goto(route);
      await page.locator(ready).first().waitFor();
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      assert.ok(wide <= 0, `${name} at ${width} px is ${wide} px too wide`);
      await shot(`${name}-${colorScheme}-${width}`, { fullPage: width < 1000 });
    }
    assert.deepEqual(complaints, [], `${colorScheme}, ${width} px: the page complained`);
  }
});
