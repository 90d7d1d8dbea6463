import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import puppeteer, { type Browser, type ElementHandle, type Page } from 'puppeteer-core'

/**
 * Only where it is asked for: one run of four passed, two reported an eval that the policy blocked (the app's
 * or Puppeteer's is not known), and one did not settle in two minutes.
 */
const firefox = process.env['FIREFOX_PATH'] ?? null
const few = readFileSync('public/example/preferences.jsonl', 'utf8').split('\n').slice(0, 12).join('\n')
const timeout = 120_000

/** Puppeteer makes functions of text in the page. That the app makes none is tested in Chromium. */
const PUPPETEERS = 'blocked a JavaScript eval'

/** What went wrong in the page, in its own words. */
function problems(page: Page): string[] {
  const said: string[] = []
  page.on('pageerror', (error) => said.push(String(error)))
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.text().includes(PUPPETEERS)) said.push(message.text())
  })
  return said
}

/** Waits until something holds in the page. */
const until = (page: Page, holds: () => boolean) =>
  expect.poll(() => page.evaluate(holds), { timeout, intervals: [250] }).toBe(true)

/** Waits until nothing is computed any more. */
const settled = (page: Page) =>
  until(
    page,
    () =>
      document.querySelector('tr[data-concept]') !== null &&
      !document.querySelector('[role=progressbar], progress') &&
      !document.body.textContent!.includes('Measured once the table is complete.'),
  )

const click = async (page: Page, selector: string) => {
  await expect.poll(async () => (await page.$(selector)) !== null, { timeout }).toBe(true)
  await (await page.$(selector))!.click()
}

test.describe('in Firefox', () => {
  test.skip(!firefox, 'FIREFOX_PATH names no Firefox.')
  test.setTimeout(300_000)
  let browser: Browser

  test.beforeAll(async () => {
    browser = await puppeteer.launch({ browser: 'firefox', executablePath: firefox!, headless: true })
  })
  test.afterAll(() => browser.close())

  test('twelve pairs are extracted, and the example opens', async ({ baseURL }) => {
    const page = await browser.newPage()
    const said = problems(page)
    await page.goto(`${baseURL!}/#table=overall`)
    const path = join(mkdtempSync(join(tmpdir(), 'whittle-firefox-')), 'few.jsonl')
    writeFileSync(path, few)
    await until(page, () => document.querySelector('input[type=file]') !== null)
    const input = (await page.$('input[type=file]')) as ElementHandle<HTMLInputElement>
    await input.uploadFile(path)
    await settled(page)

    await click(page, '[aria-label="Close this file"]')
    // Closing leads back to the view that is shown first, which has no table.
    await page.goto('about:blank')
    await page.goto(`${baseURL!}/#table=overall`)
    await click(page, '::-p-text(Open the example)')
    await settled(page)
    expect((await page.$$('tr[data-concept]')).length).toBeGreaterThan(10)
    expect(said).toEqual([])
  })
})
