import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { conceptRows, expect, openExample, settled, test } from './app.ts'

async function openDialog(page: Page) {
  await page.getByRole('button', { name: 'Make a concept' }).click()
  return page.getByRole('dialog', { name: 'Make a concept' })
}

test('a rule is made, shown before it is kept, tested, and undone', async ({ page }) => {
  await openExample(page)
  await settled(page)
  const dialog = await openDialog(page)
  await dialog.getByLabel('Name').fill('Exclaims')
  await dialog.getByLabel('A rule').check()
  await dialog.getByLabel('Regular expression').fill('(!+')
  await expect(dialog.getByText(/missing closing/)).toBeVisible()
  await expect(dialog.getByRole('button', { name: 'Use this concept' })).toBeDisabled()
  await dialog.getByLabel('Regular expression').fill('!+')
  await expect(dialog.getByText(/responses have it/)).toBeVisible({ timeout: 30_000 })
  await expect(dialog.getByRole('listitem').first()).toContainText('!')
  const found = await new AxeBuilder({ page }).include('dialog').analyze()
  expect(found.violations).toEqual([])
  await dialog.getByRole('button', { name: 'Use this concept' }).click()
  const mine = page.getByRole('group', { name: 'Concepts of your own' })
  await expect(mine.getByRole('button', { name: 'Exclaims' })).toBeVisible()
  await page.getByPlaceholder('Search concepts').fill('Exclaims')
  await expect(conceptRows(page).filter({ hasText: 'own' })).toHaveCount(1, { timeout: 60_000 })
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(mine.getByRole('button', { name: 'Exclaims' })).toHaveCount(0)
  await expect(conceptRows(page).filter({ hasText: 'own' })).toHaveCount(0, { timeout: 60_000 })
})

test('examples become a probe, with its quality on examples that it has not seen', async ({ page }) => {
  await openExample(page)
  await settled(page)
  const dialog = await openDialog(page)
  await dialog.getByLabel('Name').fill('Warm')
  const warm = ['You are doing great!', 'I am so happy for you.', 'What a lovely idea.', 'Have fun!']
  const plain = ['Set the oven to 180 degrees.', 'Use a screwdriver.', 'Check the receipt.', 'Call the bank.']
  await dialog.getByLabel(/Texts that have it/).fill(warm.join('\n'))
  await dialog.getByLabel(/Texts that do not/).fill(plain.join('\n'))
  await dialog.getByRole('button', { name: 'Show what it finds' }).click()
  await expect(dialog.getByText(/AUROC/)).toBeVisible({ timeout: 60_000 })
  await expect(dialog.getByText(/Fewer than ten examples/)).toBeVisible()
  await dialog.getByRole('button', { name: 'Yes', exact: true }).first().click()
  await expect(dialog.getByLabel(/Texts that have it/)).toHaveValue(/Have fun!\n./)
})
