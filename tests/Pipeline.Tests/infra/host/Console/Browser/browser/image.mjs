// Zooms a picture, compares a rendition with the original, and reads the HTML of an image.
import { scenario } from './scenario.mjs';

await scenario(async ({ input, page, goto, screenshot, assert }) => {
  const originals = [];
  page.on('request', (request) => new URL(request.url()).pathname.startsWith('/uploads/') && originals.push(request.url()));
  await goto(`images/${encodeURIComponent(input.key)}`);
  const original = page.locator('[data-testid="rendition"][data-name="original"]');
  await original.locator('img').waitFor();
  await page.getByTestId('rendition-time').first().waitFor();
  await page.waitForFunction(() => [...document.querySelectorAll('[data-testid="rendition"] img')].slice(0, 2).every((image) => image.complete && image.naturalWidth > 0));
  assert.deepEqual(originals, [], 'the original was downloaded for a tile');
  await screenshot('image-pictures', { fullPage: true });

  // Zoom by keyboard; Escape closes it and returns the focus.
  const zoom = original.getByTestId('zoom');
  await zoom.focus();
  await page.keyboard.press('Enter');
  await page.getByTestId('zoomed').waitFor();
  await page.waitForFunction(() => document.querySelector('[data-testid="zoomed"]').naturalWidth === 1600);
  assert.equal(originals.length, 1);
  await page.getByTestId('actual-size').click();
  assert.equal(await page.getByTestId('zoomed').evaluate((image) => image.width), 1600);
  await page.keyboard.press('Escape');
  await page.getByTestId('dialog').waitFor({ state: 'detached' });
  assert.equal(await zoom.evaluate((button) => button === document.activeElement), true, 'the focus did not return');

  // The slider, by keyboard.
  await page.getByTestId('compare').first().click();
  const slider = page.getByTestId('compare-slider');
  await slider.focus();
  await page.keyboard.press('Home');
  assert.equal(await page.getByTestId('compared-original').evaluate((image) => image.style.clipPath), 'inset(0px 100% 0px 0px)');
  await page.keyboard.press('ArrowRight');
  assert.equal(await slider.inputValue(), '1');
  await page.keyboard.press('End');
  assert.equal(await page.getByTestId('compared-original').evaluate((image) => image.style.clipPath), 'inset(0px 0% 0px 0px)');
  const boxes = await page.locator('.compare img').evaluateAll((images) => images.map((image) => [image.clientWidth, image.clientHeight]));
  assert.deepEqual(boxes[0], boxes[1], 'the scales differ');
  await screenshot('image-compare');
  await page.getByTestId('close').click();
  await page.getByTestId('dialog').waitFor({ state: 'detached' });

  // The HTML shows the image on any page.
  const html = await page.getByTestId('html').textContent();
  assert.match(html, /srcset=/);
  const shown = await page.evaluate(async (text) => {
    const holder = document.createElement('div');
    holder.innerHTML = text.replace(/ style="[^"]*"/g, '').replace(' loading="lazy"', '');
    document.body.append(holder);
    const image = holder.querySelector('img');
    await image.decode();
    const found = { alt: image.alt, width: image.naturalWidth > 0, elements: holder.querySelectorAll('*').length };
    holder.remove();
    return found;
  }, html);
  assert.equal(shown.alt, 'it\'s 1');
  assert.equal(shown.width, true);
});
