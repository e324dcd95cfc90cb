/** What is wrong with the looks of a page that is open: axe's violations, and what scrolls sideways, at every width. */
import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'

/** Axe looks at the narrowest in the dark and at the widest in the light; its rules see little else of the width. */
const shapes = [
  { width: 360, dark: true, axe: true },
  { width: 320, dark: true, axe: false },
  { width: 768, dark: true, axe: false },
  { width: 1100, dark: false, axe: false },
  { width: 1440, dark: false, axe: true },
]
/** How a page is opened whose faults are looked for: as a telephone would. */
export const narrow = { width: 360, dark: true }

/** Nothing is loading any more. (The event stream never ends, so the network is never idle.) */
export async function settled(page: Page): Promise<void> {
  await page.waitForFunction(() => document.querySelector('.loading') === null)
  await page.evaluate(() => document.fonts.ready.then(() => undefined))
}

/** `atEach` looks at what a page has of its own, and says what is wrong with it. */
export async function faultsOfPage(
  page: Page,
  atEach: (width: number) => Promise<string[]> = () => Promise.resolve([]),
): Promise<string[]> {
  const found: string[] = []
  const path = new URL(page.url()).pathname
  for (const { width, dark, axe } of shapes) {
    await page.setViewportSize({ width, height: 900 })
    await page.emulateMedia({ colorScheme: dark ? 'dark' : 'light' })
    await settled(page)
    const at = (fault: string) => found.push(`${path} at ${width} px: ${fault}`)
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
    if (wide > 0) at(`${wide} px too wide`)
    for (const fault of await atEach(width)) at(fault)
    if (!axe) continue
    const { violations } = await new AxeBuilder({ page })
      .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
      .analyze()
    for (const { id, nodes } of violations) at(`${id} ${nodes[0]?.html.slice(0, 160)}`)
  }
  await page.setViewportSize({ width: narrow.width, height: 900 })
  await page.emulateMedia({ colorScheme: 'dark' })
  return found
}
