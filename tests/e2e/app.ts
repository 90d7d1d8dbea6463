import { test as base, expect, type Page } from '@playwright/test'

/**
 * A page that must stay silent: no console warning or error, no uncaught error, no request to another origin.
 */
export const test = base.extend<{ page: Page }>({
  page: async ({ page, baseURL }, use) => {
    const noise: string[] = []
    page.on('console', (message) => {
      // The tests themselves forbid it (.config/playwright.ts).
      if (message.text().startsWith('Service Worker registration blocked by Playwright')) return
      if (['warning', 'error'].includes(message.type())) noise.push(`${message.type()}: ${message.text()}`)
    })
    page.on('pageerror', (error) => noise.push(`uncaught: ${error.message}`))
    page.on('request', (request) => {
      const url = new URL(request.url())
      if (['http:', 'https:', 'ws:', 'wss:'].includes(url.protocol) && url.origin !== baseURL) {
        noise.push(`request to ${url.origin}`)
      }
    })
    await use(page)
    expect(noise).toEqual([])
  },
})

export { expect }

export const grid = (page: Page) => page.getByRole('grid', { name: 'Concepts' })

/** Rows of the table that carry a concept. */
export const conceptRows = (page: Page) => grid(page).locator('tr[data-concept]')

export async function openExample(page: Page): Promise<void> {
  await page.goto('/#table=overall')
  await page.getByRole('button', { name: 'Open the example' }).click()
}

/** Waits until nothing is computed any more. */
export async function settled(page: Page): Promise<void> {
  await expect(conceptRows(page).first()).toBeVisible({ timeout: 60_000 })
  await expect(page.getByText('Measured once the table is complete.')).toHaveCount(0, { timeout: 150_000 })
  await expect(page.getByRole('progressbar')).toHaveCount(0)
}

/** Drops a file anywhere on the page, as a person does with the mouse. */
export async function drop(page: Page, name: string, content: string | Buffer): Promise<void> {
  const bytes = [...Buffer.from(content)]
  const transfer = await page.evaluateHandle(
    ({ name, bytes }) => {
      const data = new DataTransfer()
      data.items.add(new File([new Uint8Array(bytes)], name))
      return data
    },
    { name, bytes },
  )
  for (const type of ['dragenter', 'dragover', 'drop']) {
    await page.dispatchEvent('body', type, { dataTransfer: transfer })
  }
}
