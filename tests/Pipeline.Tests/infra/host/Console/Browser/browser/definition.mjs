// Breaks the definition file, reads its errors, and corrects it.
import * as fs from 'node:fs';
import { scenario } from './scenario.mjs';

await scenario(async ({ input, page, goto, screenshot }) => {
  await goto('definition');
  await page.locator('g.state[data-state="Validate"]').waitFor();
  const valid = fs.readFileSync(input.definition, 'utf8');
  const invalid = JSON.parse(valid);
  invalid.States.Persist.Next = 'Nowhere';
  fs.writeFileSync(input.definition, JSON.stringify(invalid, null, 2));
  await page.getByText('$.States.Persist.Next').first().waitFor();
  await page.locator('g.state[data-state="Validate"]').waitFor();
  await screenshot('definition-invalid');

  const corrected = JSON.parse(valid);
  corrected.States.Unchanged.Comment = 'Corrected';
  fs.writeFileSync(input.definition, JSON.stringify(corrected, null, 2));
  await page.getByText('$.States.Persist.Next').first().waitFor({ state: 'detached' });
  await page.getByText('"Corrected"').first().waitFor();
});
