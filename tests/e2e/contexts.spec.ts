import AxeBuilder from '@axe-core/playwright'
import type { Locator, Page } from '@playwright/test'
import { expect, openExample, test } from './app.ts'

const grid = (page: Page) => page.getByRole('grid', { name: 'Concepts in contexts' })
const rows = (page: Page) => grid(page).locator('tr[data-concept]')
const panel = (page: Page) => page.getByRole('region', { name: 'Selected concept' })

/** The example with its contexts tested. */
async function openContexts(page: Page) {
  await openExample(page)
  await page.getByRole('button', { name: 'In contexts', exact: true }).click()
  await expect(rows(page).first()).toBeVisible({ timeout: 90_000 })
}

async function pickContext(page: Page, name: RegExp) {
  await page.getByTitle('Choose a context').click()
  const button = page.getByRole('list', { name: 'Contexts' }).getByRole('button', { name }).first()
  const label = await button.locator('.context-name').textContent()
  await button.click()
  return label!
}

/** Draws around the middle of a map. */
async function lasso(page: Page, canvas: Locator, share: number) {
  await canvas.scrollIntoViewIfNeeded()
  const { x, y, width, height } = (await canvas.boundingBox())!
  const at = (turn: number) =>
    [
      x + width / 2 + width * share * Math.cos(turn * 2 * Math.PI),
      y + height / 2 + width * share * Math.sin(turn * 2 * Math.PI),
    ] as const
  await page.mouse.move(...at(0))
  await page.mouse.down()
  for (let step = 1; step <= 16; step++) await page.mouse.move(...at(step / 16))
  await page.mouse.up()
}

const shownRows = async (page: Page) => Number(await grid(page).getAttribute('aria-rowcount')) - 1

async function expectAccessible(page: Page) {
  const { violations } = await new AxeBuilder({ page }).analyze()
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([])
}

test('a context narrows the table, its evidence stays inside, and a verdict within it survives a reload', async ({
  page,
}) => {
  await openContexts(page)
  const all = await shownRows(page)
  const name = await pickContext(page, /[1-9] confirmed/)
  await expect(grid(page)).toBeVisible()
  expect(await shownRows(page)).toBeLessThan(all)
  for (const text of await rows(page).locator('.meta-line').allTextContents()) expect(text).toContain(name)

  await rows(page).first().click()
  await expect(panel(page)).toContainText(`inside “${name}”`)
  const concept = await rows(page).first().getAttribute('data-concept')
  const scope = await rows(page).first().getAttribute('data-scope')
  const counted = panel(page).locator('.evidence-count')
  const pairsIn = async () =>
    Number((await counted.textContent())!.match(/of ([\d,]+) pair/)![1]!.replace(',', ''))
  await expect(counted).toBeVisible()
  const inside = await pairsIn()
  await panel(page).getByRole('button', { name: 'See it overall' }).click()
  await expect(panel(page)).not.toContainText(`inside “${name}”`)
  await expect(counted).toBeVisible()
  expect(await pairsIn()).toBeGreaterThan(inside)

  await rows(page).first().click()
  await page.keyboard.press('s')
  const decision = page.locator('.decision')
  await expect(decision).toContainText(`in “${name}”`)
  await expect(decision).toContainText(/\d+ pairs/)
  const size = Number((await page.locator('.context-line').textContent())!.match(/(\d+) pairs/)![1])
  const touched = Number((await page.locator('.decision-effect').textContent())!.match(/\d+/)![0])
  expect(touched).toBeGreaterThan(0)
  expect(touched).toBeLessThanOrEqual(size)

  await page.reload()
  await expect(rows(page).first()).toBeVisible({ timeout: 90_000 })
  await expect(decision).toContainText(`in “${name}”`)
  await expect(decision).toContainText(`${touched} pairs`)
  const row = grid(page).locator(`tr[data-concept="${concept}"][data-scope="${scope}"]`)
  await expect(row.getByRole('button', { name: /^Suppress/ })).toHaveAttribute('aria-pressed', 'true')
  await page.keyboard.press('c')
  const overall = page.getByRole('grid', { name: 'Concepts', exact: true })
  await expect(overall.getByRole('button', { pressed: true })).toHaveCount(0)
})

test('the forest leads from a concept to the contexts where it wins most surely and least', async ({
  page,
}) => {
  await openContexts(page)
  await page.getByRole('button', { name: 'All concepts', exact: true }).click()
  await page.getByRole('searchbox').fill('bold')
  await page.locator('tr[data-concept="s:bold"]').click()
  await page.getByRole('tab', { name: 'Concept' }).click()
  const forest = panel(page).locator('.forest')
  await expect(forest.getByRole('button').first()).toHaveText('Overall')
  const lines = (await forest.locator('.number').allTextContents()).slice(1)
  expect(lines.length).toBeGreaterThan(3)
  // First where the win rate is most surely above one half; shown are whole percents.
  const leads = lines.map((text) => {
    const [, percent, pairs] = /(\d+)% of ([\d,]+)/.exec(text)!
    const root = Math.sqrt(Number(pairs!.replace(',', '')))
    return { value: (Number(percent) - 50) * root, rounding: 0.5 * root }
  })
  leads.slice(1).forEach(({ value, rounding }, at) => {
    const before = leads[at]!
    expect(before.value + before.rounding).toBeGreaterThanOrEqual(value - rounding)
  })
  expect(leads[0]!.value).toBeGreaterThan(leads.at(-1)!.value)
  const context = await forest.getByRole('button').nth(1).textContent()
  await forest.getByRole('button').nth(1).click()
  await expect(panel(page)).toContainText(`inside “${context}”`)
  await expect(panel(page)).toContainText(/wins \d+% of the \d+ pairs that differ in it here/)
})

test('a person’s name for a context is used everywhere', async ({ page }) => {
  await openContexts(page)
  await pickContext(page, /[1-9] confirmed/)
  await page.locator('.context-head summary').click()
  await expect(page.locator('.context-head')).toContainText(/concepts were tested here/)
  await page.getByLabel('Your name for it').fill('My corner')
  await page.keyboard.press('Enter')
  await expect(page.getByTitle('Choose a context')).toContainText('My corner')
  await rows(page).first().click()
  await expect(rows(page).first()).toContainText('in “My corner”')
  await expect(panel(page).getByText('inside “My corner”')).toBeVisible()
  await page.keyboard.press('u')
  await expect(page.getByTitle('Choose a context')).not.toContainText('My corner')
})

test('lassos narrow the tables to latents and to contexts, and chips let go of them', async ({ page }) => {
  await openContexts(page)
  const all = await shownRows(page)
  const canvas = page.locator('.map canvas').last()
  await lasso(page, canvas, 0.25)
  const chips = page.getByRole('list', { name: 'Filters in force' })
  await expect(chips).toContainText(/lassoed latents/)
  expect(await shownRows(page)).toBeLessThan(all)
  const concepts = await rows(page).evaluateAll((list) =>
    list.map((row) => row.getAttribute('data-concept')!),
  )
  expect(concepts.filter((id) => !id.startsWith('d:'))).toEqual([])
  await chips.getByRole('button', { name: /lassoed latents/ }).click()
  await expect.poll(() => shownRows(page)).toBe(all)

  const prompts = page.getByRole('button', { name: 'Prompts', exact: true })
  await expect(prompts).toBeEnabled({ timeout: 60_000 })
  await prompts.click()
  await lasso(page, canvas, 0.12)
  await expect(chips).toContainText(/contexts of \d+ lassoed prompts/)
  expect(await shownRows(page)).toBeLessThan(all)
  await rows(page).first().click()
  await expect(panel(page)).toContainText('on the lassoed prompts')
  await page.getByRole('button', { name: 'Clear all' }).click()
  await expect(panel(page)).not.toContainText('on the lassoed prompts')
  await expect.poll(() => shownRows(page)).toBe(all)

  const { width, height } = (await canvas.boundingBox())!
  await canvas.click({ position: { x: width / 2, y: height / 2 } })
  await expect(page.getByRole('button', { name: 'All contexts', exact: true })).toBeVisible()
})

test('a map zooms by wheel and keys, moves, and its lasso is carried by the link', async ({ page }) => {
  await openExample(page)
  const canvas = page.locator('.map canvas').last()
  const picture = () => page.locator('.map canvas').first().screenshot()
  await expect(page.getByRole('group', { name: /^Map of latents/ })).toBeVisible({ timeout: 60_000 })
  await expect(page.locator('tr[data-concept]').first()).toBeVisible({ timeout: 60_000 })
  const zoomOut = page.getByRole('button', { name: 'Zoom out' })
  await canvas.hover()
  await expect(zoomOut).toBeDisabled()
  await page.mouse.wheel(0, -300)
  await expect(zoomOut).toBeEnabled()
  await canvas.dblclick({ position: { x: 4, y: 4 } })
  await expect(zoomOut).toBeDisabled()

  await page.getByRole('group', { name: /^Map of latents/ }).focus()
  await page.keyboard.press('+')
  await expect(zoomOut).toBeEnabled()
  await page.keyboard.press('-')
  await expect(zoomOut).toBeDisabled()
  await page.keyboard.press('+')
  await page.getByRole('button', { name: 'Drag moves the map' }).click()
  const before = await picture()
  await lasso(page, canvas, 0.2)
  await expect.poll(async () => (await picture()).equals(before)).toBe(false)
  const chips = page.getByRole('list', { name: 'Filters in force' })
  await expect(chips).toHaveCount(0)

  await page.getByRole('button', { name: 'Drag moves the map' }).click()
  await lasso(page, canvas, 0.2)
  const caught = await chips.textContent()
  expect(caught).toMatch(/\d+ lassoed latents/)
  expect(page.url()).toMatch(/lasso-latents=[-.\d_]+$/)
  expect(page.url().length).toBeLessThan(500)
  await page.reload()
  await expect(chips).toContainText(caught!, { timeout: 60_000 })
})

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds nothing among the contexts in ${colorScheme} colours`, async ({ page }) => {
    await page.emulateMedia({ colorScheme })
    await openContexts(page)
    await expectAccessible(page)
    await pickContext(page, /[1-9] confirmed/)
    await page.getByTitle('Choose a context').click()
    await expectAccessible(page)
    await page.keyboard.press('Escape')
    await page.locator('.context-head summary').click()
    await page.keyboard.press('j')
    await page.keyboard.press('a')
    await page.keyboard.press('e')
    await expect(page.locator('.forest')).toBeVisible()
    await expectAccessible(page)
  })
}

test('at 200% zoom nothing of the contexts is cut off sideways', async ({ page }) => {
  await page.setViewportSize({ width: 640, height: 360 })
  await openContexts(page)
  await rows(page).first().click()
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
  expect(overflow).toBeLessThanOrEqual(0)
  await expectAccessible(page)
})
