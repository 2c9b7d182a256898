// Measures the first paint of pages, each time in a fresh browser context, in milliseconds since the navigation began. Prints a JSON
// object with an array per page.
//
//   node paint.mjs <chromium> <address> <times> <route>...
import { chromium } from 'playwright-core';

const [program, address, times, ...routes] = process.argv.slice(2);
const browser = await chromium.launch({
  executablePath: program,
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});
const measured = {};
for (const route of routes) {
  measured[route] = [];
  for (let time = 0; time < Number(times); time++) {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
    const page = await context.newPage();
    await page.goto(`${address}/#/${route}`);
    // First paint is the frame of the page; content is the first row or card from the host.
    await page.locator('[data-testid="execution"], [data-testid="image"]').first().waitFor();
    measured[route].push(await page.evaluate(() => [performance.getEntriesByName('first-contentful-paint')[0].startTime, performance.now()]));
    await context.close();
  }
}
await browser.close();
console.log(JSON.stringify(measured));
