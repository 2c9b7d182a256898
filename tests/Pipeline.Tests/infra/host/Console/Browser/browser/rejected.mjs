// Opens a rejected image and reads the reason.
import { drop, scenario } from './scenario.mjs';

await scenario(async ({ given, page, goto, shot }) => {
  await goto('upload');
  await drop(page, given.files);
  await page.locator('[data-testid="upload"][data-outcome="rejected"]').waitFor();
  await goto('images');
  await page.getByTestId('tab-rejected').click();
  await page.getByTestId('gallery').getByRole('link').first().click();
  await page.getByTestId('image-page').getByText(given.reason).first().waitFor();
  await shot('rejected');
});
