// Reads that the disk is full, on every page, then makes room.
import * as fs from 'node:fs';
import { scenario } from './scenario.mjs';

await scenario(async ({ input, page, goto, screenshot, assert }) => {
  const notice = page.getByTestId('interruption');
  for (const route of ['upload', 'executions', 'images', 'announcements', 'definition', 'numbers']) {
    await goto(route);
    await notice.getByText('The disk is full').waitFor();
  }

  const text = await notice.innerText();
  assert.ok(text.includes(`The disk of ${input.folder} is full. Free some space: the host then goes on by itself.`), text);
  assert.ok(text.includes('1 execution waits and is tried again.'), text);
  await screenshot('disk');

  fs.rmSync(input.full);
  await notice.waitFor({ state: 'detached' });
  await goto('executions');
  await page.locator('[data-testid="execution"]').getByText('Succeeded').first().waitFor();
});
