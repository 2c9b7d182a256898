// Breaks the definition's file, reads its errors, and fixes it.
import * as fs from 'node:fs';
import { scenario } from './scenario.mjs';

await scenario(async ({ given, page, goto, shot }) => {
  await goto('definition');
  await page.locator('g.state[data-state="Validate"]').waitFor();
  const good = fs.readFileSync(given.definition, 'utf8');
  const wrong = JSON.parse(good);
  wrong.States.Persist.Next = 'Nowhere';
  fs.writeFileSync(given.definition, JSON.stringify(wrong, null, 2));
  await page.getByText('$.States.Persist.Next').first().waitFor();
  await page.locator('g.state[data-state="Validate"]').waitFor();
  await shot('definition-wrong');

  const better = JSON.parse(good);
  better.States.Succeeded.Comment = 'Mended';
  fs.writeFileSync(given.definition, JSON.stringify(better, null, 2));
  await page.getByText('$.States.Persist.Next').first().waitFor({ state: 'detached' });
  await page.getByText('"Mended"').first().waitFor();
});
