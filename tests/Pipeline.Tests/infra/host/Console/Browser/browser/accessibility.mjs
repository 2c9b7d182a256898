// Looks for faults of accessibility on pages and dialogs with axe-core, in both themes, on a desktop and a phone.
import * as fs from 'node:fs';
import { createRequire } from 'node:module';
import { scenario } from './scenario.mjs';

const axe = fs.readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const variants = [[1440, 900, 'light'], [1440, 900, 'dark'], [390, 844, 'light'], [390, 844, 'dark']];

await scenario(async ({ input, open, assert }) => {
  const { page, goto, errors } = await open({ reducedMotion: 'reduce' });
  const faults = [];
  for (const [name, { route, ready, clicks }] of Object.entries(input.pages)) {
    await goto(route);
    await page.reload();
    await page.locator(ready).first().waitFor();
    for (const click of clicks) {
      await page.locator(click).first().click();
    }
    // A selection is made before its dialog opens, so a page without clicks has none.
    await page.locator('dialog[open]').waitFor({ state: name.includes('dialog') ? 'visible' : 'detached' });
    await page.evaluate(axe);
    await page.evaluate(() => {
      // Colours on their way from one theme to the other have no contrast.
      const still = new CSSStyleSheet();
      still.replaceSync('*, *::before, *::after { transition: none !important; animation: none !important; }');
      document.adoptedStyleSheets = [still];
    });
    for (const [width, height, colorScheme] of variants) {
      await page.setViewportSize({ width, height });
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
      await page.waitForTimeout(100);
      const violations = await page.evaluate(async () => (await axe.run(document, { resultTypes: ['violations'] })).violations.map(
        ({ id, help, nodes }) => `${id}: ${help}: ${nodes.slice(0, 3).map(({ html, any }) => `${html.slice(0, 200)} (${any.map(({ message }) => message).join('; ')})`).join(' | ')}`,
      ));
      faults.push(...violations.map((violation) => `${name}, ${colorScheme}, ${width} px: ${violation}`));
    }
  }

  assert.deepEqual(faults, [], 'axe-core found faults');
  // A page that is not there is asked for on purpose.
  assert.deepEqual(errors.filter((error) => !error.includes('404')), [], 'the page logged errors');
});
