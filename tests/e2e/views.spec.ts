import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect, test } from './app.ts'
import { hostileLines, pairsFile } from './views-data.ts'

test.beforeEach(async ({ page }) => {
  await page.goto('/#table=overall')
})

/** Opens generated pairs and stops extraction: surface concepts are enough here. */
async function openPairs(page: Page, file = pairsFile(80)) {
  await page.setInputFiles('input[type=file]', file)
  await expect(rows(page).first()).toBeVisible({ timeout: 60_000 })
  await page.getByRole('button', { name: 'Cancel' }).click({ timeout: 60_000 })
  await expect(page.getByRole('button', { name: 'Resume' })).toBeVisible({ timeout: 60_000 })
}

const rows = (page: Page) => page.locator('tbody tr[data-concept]')
const selected = (page: Page) => page.locator('tr[aria-selected=true]')

async function expectAccessible(page: Page) {
  const { violations } = await new AxeBuilder({ page }).analyze()
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([])
}

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds nothing on any screen in ${colorScheme} colours`, async ({ page }) => {
    await page.emulateMedia({ colorScheme })
    await expectAccessible(page)
    await openPairs(page, pairsFile(80, ['no JSON']))
    await expectAccessible(page)
    await page.getByRole('searchbox').fill('bold text')
    await rows(page).first().click()
    await page.keyboard.press('s')
    await expect(page.locator('.pair').first()).toBeVisible()
    await page.getByLabel('Word diff').check()
    await expectAccessible(page)
    await page.keyboard.press('e')
    await expect(page.getByRole('heading', { name: 'Nearest concepts' })).toBeVisible()
    await expectAccessible(page)
    await page.keyboard.press('?')
    await expectAccessible(page)
  })
}

test('the keyboard moves, decides, undoes, searches and explains itself', async ({ page }) => {
  await openPairs(page)
  await page.keyboard.press('j')
  const first = await selected(page).getAttribute('data-concept')
  await page.keyboard.press('j')
  await expect(selected(page)).not.toHaveAttribute('data-concept', first!)
  await page.keyboard.press('k')
  await expect(selected(page)).toHaveAttribute('data-concept', first!)

  const verdicts = page.locator('.decision')
  for (const [key, word] of [
    ['s', 'Suppress'],
    ['h', 'Keep'],
    ['a', 'Amplify'],
  ]) {
    await page.keyboard.press(key!)
    await expect(verdicts).toContainText(word!)
  }
  await page.keyboard.press('u')
  await expect(verdicts).toContainText('Keep')
  await page.keyboard.press('Shift+U')
  await expect(verdicts).toContainText('Amplify')
  await page.keyboard.press('x')
  await expect(verdicts).toHaveCount(0)

  await page.keyboard.press('/')
  await page.keyboard.type('ask')
  await expect(page.getByRole('searchbox')).toHaveValue('ask')
  await expect(verdicts).toHaveCount(0)
  await page.keyboard.press('Escape')
  await page.keyboard.press('?')
  await expect(page.getByRole('dialog', { name: 'Help' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
})

test('text from a file is text: no markup runs, nothing reads backwards unseen', async ({ page }) => {
  await openPairs(page, pairsFile(40, hostileLines(30)))
  await page.getByRole('searchbox').fill('bold text')
  await rows(page).first().click()
  await page.getByRole('button', { name: 'Random' }).click()
  const hostile = page.locator('.pair', { hasText: '<script>' }).first()
  await expect(hostile).toContainText('<img src=x onerror="window.pwned = 1">')
  await expect(hostile).toContainText('‹U+202E›reversed')
  expect(await page.evaluate(() => 'pwned' in window)).toBe(false)
  expect(await page.locator('.row-panel img, .row-panel script').count()).toBe(0)
  const overflow = await page
    .locator('.row-panel .scroll')
    .evaluate((panel) => panel.scrollWidth - panel.clientWidth)
  expect(overflow).toBe(0)
})

test('sorting is announced, filters are chips that can be removed, and no hits is no dead end', async ({
  page,
}) => {
  await openPairs(page)
  const pairs = page.getByRole('columnheader', { name: 'Pairs' })
  await pairs.getByRole('button').click()
  await expect(pairs).toHaveAttribute('aria-sort', 'descending')
  const counts = await page.locator('tbody td.col-discordant').allTextContents()
  const numbers = counts.map((text) => Number(text.replace(',', '')))
  expect(numbers).toEqual([...numbers].sort((a, b) => b - a))

  await page.getByRole('group', { name: 'Leans' }).getByRole('button', { name: 'rejected' }).click()
  await expect(page.locator('tbody .number.chosen')).toHaveCount(0)
  await page.getByRole('searchbox').fill('no such concept')
  await expect(page.getByText('No concept passes these filters.')).toBeVisible()
  await page.getByRole('button', { name: 'Clear the filters' }).click()
  await expect(page.getByRole('button', { name: /^Remove the filter/ })).toHaveCount(0)
  await expect(rows(page).first()).toBeVisible()
})

test('a file dropped anywhere on the page is opened, even over an open one', async ({ page }) => {
  await openPairs(page)
  const { name, buffer } = { ...pairsFile(30), name: 'dropped.jsonl' }
  const transfer = await page.evaluateHandle(
    ([text, name]) => {
      const data = new DataTransfer()
      data.items.add(new File([text!], name!))
      return data
    },
    [buffer.toString(), name],
  )
  await page.dispatchEvent('.grid-scroller', 'dragover', { dataTransfer: transfer })
  await expect(page.getByText('Drop files or a folder to open them')).toBeVisible()
  await page.dispatchEvent('.grid-scroller', 'drop', { dataTransfer: transfer })
  await expect(page.getByRole('banner')).toContainText(/dropped\.jsonl\s*30 pairs/)
})

test('a decision shows at once how many pairs it touches, and the spec can be taken home', async ({
  page,
}) => {
  await openPairs(page)
  await page.getByRole('searchbox').fill('bold text')
  await rows(page).first().click()
  await page.keyboard.press('s')
  await expect(page.locator('.decision')).toContainText('80 pairs')
  await expect(page.locator('.consequences')).toContainText('80 of 80')
  const download = page.waitForEvent('download')
  await page.getByRole('navigation').getByRole('button', { name: 'Export' }).click()
  await page.getByRole('button', { name: /^Reward spec/ }).click()
  expect((await download).suggestedFilename()).toMatch(/spec.*\.json$/)
  await page.getByRole('button', { name: /^Withdraw/ }).click()
  await expect(page.locator('.decision')).toHaveCount(0)
})

test('suppressing what the data already speak against is warned of, and another decision is one click away', async ({
  page,
}) => {
  await openPairs(page)
  await page.getByRole('group', { name: 'Leans' }).getByRole('button', { name: 'rejected' }).click()
  await rows(page).first().click()
  const panel = page.getByRole('region', { name: 'Selected concept' })
  await expect(panel.getByRole('button', { name: 'Suppress' })).toHaveAttribute('title', /already prefer/)
  await page.keyboard.press('s')
  await expect(panel.getByRole('status')).toContainText(
    /already prefer the response without it: the one with it wins 0% of the \d+ pairs/,
  )
  await panel.getByRole('button', { name: 'What suppressing does' }).click()
  const note = panel.getByRole('note')
  await expect(note).toContainText('Suppressing it makes that stronger')
  await note.getByRole('button', { name: 'Make it neutral' }).click()
  await expect(panel.getByRole('button', { name: 'Amplify' })).toHaveAttribute('aria-pressed', 'true')
  await expect(note).toHaveCount(0)
})

test('the preview of a rewrite strikes out what goes, and shows both texts on request', async ({ page }) => {
  await openPairs(page)
  await page.getByRole('searchbox').fill('bold text')
  await rows(page).first().click()
  await page.keyboard.press('s')
  await page.keyboard.press('d')
  await page.getByLabel('How to suppress it').selectOption('rewrite')
  const pair = page.locator('.preview .pair').first()
  await expect(pair.locator('del')).toHaveText(['**', '**'])
  await expect(pair.locator('.side-rejected del')).toHaveCount(0)
  await page.getByLabel('Word diff').uncheck()
  await expect(pair.locator('del')).toHaveCount(0)
  await expect(pair).toContainText('becomes')
})

test('a link into a context says what it waits for while the extraction is stopped, and goes on', async ({
  page,
}) => {
  await openPairs(page)
  await page.goto('/#table=overall&concept=s%3Abold&scope=prompt%3A0')
  await page.reload()
  await expect(rows(page).first()).toBeVisible({ timeout: 60_000 })
  await page.getByRole('button', { name: 'Cancel' }).click({ timeout: 60_000 })
  const panel = page.getByRole('region', { name: 'Selected concept' })
  await expect(panel).toContainText('inside a context that is not found yet')
  await expect(panel).toContainText('The extraction is stopped')
  await panel.getByRole('button', { name: 'Resume the extraction' }).click()
  await expect(panel).toContainText('still running')
  await panel.getByRole('button', { name: 'See it overall' }).click()
  await expect(panel.locator('.pair').first()).toBeVisible()
})

test('bad rows are counted with reason and row number', async ({ page }) => {
  await openPairs(page, pairsFile(60, ['{"prompt": "p", "chosen": "same", "rejected": "same"}', 'no JSON']))
  await page.getByText('2 rows left out').click()
  await expect(page.locator('.bad-rows')).toContainText('row 61')
  await expect(page.locator('.bad-rows')).toContainText('row 62')
})

test('decisions, names and the view survive a reload', async ({ page }) => {
  await openPairs(page)
  await page.getByRole('searchbox').fill('bold text')
  await rows(page).first().click()
  await page.keyboard.press('s')
  await page.getByRole('tab', { name: 'Concept' }).click()
  await page.getByLabel('Your name for it').fill('Shouting')
  await page.keyboard.press('Enter')
  await expect(page.locator('.decision')).toContainText('Shouting')
  await page.reload()
  await expect(page.locator('.decision')).toContainText('Shouting', { timeout: 60_000 })
  await expect(page.locator('.decision')).toContainText('Suppress')
  await expect(selected(page)).toContainText('Shouting')
  await expect(page.getByRole('searchbox')).toHaveValue('bold text')
})

test('at 200% zoom the parts stand one above the other and nothing is cut off sideways', async ({ page }) => {
  await page.setViewportSize({ width: 640, height: 360 })
  await openPairs(page)
  await page.getByRole('searchbox').fill('bold text')
  await rows(page).first().click()
  await expect(page.locator('.pair').first()).toBeVisible()
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
  expect(overflow).toBeLessThanOrEqual(0)
  await expectAccessible(page)
})
