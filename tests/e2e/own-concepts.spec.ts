import AxeBuilder from '@axe-core/playwright'
import { expect, test } from '@playwright/test'

test('a rule is made, shown before it is kept, tested, and undone', async ({ page }) => {
  await page.goto('/')
  await page
    .getByRole('button', { name: /example/i })
    .first()
    .click()
  const make = page.getByRole('button', { name: 'Make a concept' })
  await make.click({ timeout: 60_000 })
  const dialog = page.getByRole('dialog', { name: 'Make a concept' })
  await dialog.getByLabel('Name').fill('Exclaims')
  await dialog.getByLabel('A rule').check()
  await dialog.getByLabel('Regular expression').fill('!+')
  await expect(dialog.getByText(/responses have it/)).toBeVisible({ timeout: 30_000 })
  const found = await new AxeBuilder({ page }).include('dialog').analyze()
  expect(found.violations).toEqual([])
  await dialog.getByRole('button', { name: 'Use this concept' }).click()
  await expect(page.getByRole('button', { name: 'Exclaims' })).toBeVisible()
})
