import AxeBuilder from '@axe-core/playwright'
import { expect, test } from './app.ts'

const cards = '.lesson-card[data-lesson]'

test('the first screen says what the example would teach, and bears it out', async ({ page }) => {
  await page.goto('/')
  await page.getByRole('button', { name: 'Open the example' }).click()
  await expect(page.locator(cards).first()).toBeVisible({ timeout: 60_000 })
  // Lessons of places come with the contexts.
  await expect(page.getByRole('heading', { name: /^Only in places/ })).toBeVisible({ timeout: 150_000 })

  const hedging = page.locator(cards).filter({ hasText: /^Hedging loses/ })
  await hedging.getByRole('button', { name: /^Hedging loses/ }).click()
  const panel = page.getByRole('region', { name: 'Selected concept' })
  await expect(panel.getByRole('heading', { name: 'Hedge' })).toBeVisible()
  // What loses is on the rejected side: supports show it there, exceptions on the chosen side.
  await expect(panel.locator('.pair').first().locator('.side-rejected mark').first()).toBeVisible()
  await expect(panel.locator('.pair').first().locator('.side-chosen mark')).toHaveCount(0)
  await panel.getByRole('button', { name: 'Exceptions' }).click()
  await expect(panel.locator('.pair').first().locator('.side-chosen mark').first()).toBeVisible()

  await hedging.getByRole('button', { name: 'Suppress' }).click()
  await expect(hedging.getByRole('button', { name: 'Suppress' })).toHaveAttribute('aria-pressed', 'true')

  const axe = await new AxeBuilder({ page }).analyze()
  expect(axe.violations).toEqual([])
})

test('whoever asks for sycophancy, moralising or refusal gets an answer', async ({ page }) => {
  await page.goto('/')
  await page.getByRole('button', { name: 'Open the example' }).click()
  await expect(page.locator(cards).first()).toBeVisible({ timeout: 60_000 })
  const answers = page.getByRole('region', { name: 'Answers' })
  for (const [typed, answer] of [
    ['sycophancy', 'Flattery'],
    ['moralising', 'Moralising'],
    ['refusal', 'Refusal'],
  ] as const) {
    await page.getByRole('searchbox').fill(typed)
    await expect(answers.getByText(answer, { exact: true })).toBeVisible()
  }
  await page.getByRole('searchbox').fill('zebra crossing')
  await expect(answers).toContainText('No concept is known by')
})

test('lessons can be read and decided on at 390 pixels', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 })
  await page.goto('/')
  await page.getByRole('button', { name: 'Open the example' }).click()
  const first = page.locator(cards).first()
  await expect(first).toBeVisible({ timeout: 60_000 })
  const box = await first.boundingBox()
  expect(box!.width).toBeGreaterThan(300)
  expect(box!.x + box!.width).toBeLessThanOrEqual(390)
  await first.getByRole('button', { name: 'Keep' }).click()
  await expect(first.getByRole('button', { name: 'Keep' })).toHaveAttribute('aria-pressed', 'true')
})
