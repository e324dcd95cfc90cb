import type { Page } from 'playwright-core'

/** Where E2E_PICTURES names a folder: the page as it looks on a phone, a tablet and a screen, dark and light. */
export async function takePictures(page: Page, name: string): Promise<void> {
  const folder = process.env['E2E_PICTURES']
  if (folder === undefined) return
  for (const width of [360, 768, 1440])
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.setViewportSize({ width, height: 900 })
      await page.emulateMedia({ colorScheme })
      await page.screenshot({ path: `${folder}/${name}-${width}-${colorScheme}.png`, fullPage: true })
    }
}
