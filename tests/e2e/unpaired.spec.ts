import { readFileSync } from 'node:fs'
import { conceptRows, drop, expect, test } from './app.ts'

const example = new URL('../../public/example/preferences.jsonl', import.meta.url)

/** Pairs of the example cut in two, with thumbs up and down. */
const thumbs = readFileSync(example, 'utf8')
  .trimEnd()
  .split('\n')
  .slice(0, 150)
  .flatMap((line) => {
    const { prompt, chosen, rejected } = JSON.parse(line) as Record<'prompt' | 'chosen' | 'rejected', string>
    return [
      { prompt, response: chosen, feedback: 'thumbs_up' },
      { prompt, response: rejected, feedback: 'thumbs_down' },
    ]
  })
  .map((row) => JSON.stringify(row))
  .join('\n')

test('single responses: said so, tested, read one by one, decided and exported', async ({ page }) => {
  await page.goto('/')
  await drop(page, 'thumbs.jsonl', thumbs)
  await expect(page.getByText('Unpaired: single responses judged good or bad.')).toBeVisible()
  await expect(page.getByText('300 responses on 150 prompts')).toBeVisible()

  // Detectors and phrases are on screen before anything is extracted.
  await expect(conceptRows(page).first()).toBeVisible({ timeout: 60_000 })
  await expect(page.getByRole('columnheader', { name: 'Responses' })).toBeVisible()
  const cancel = page.getByRole('button', { name: 'Cancel' })
  if (await cancel.isVisible()) await cancel.click()

  await page.locator('tr[data-concept="s:bold"]').first().click()
  const panel = page.getByRole('region', { name: 'Selected concept' })
  await expect(panel.getByText(/good in \d+%, without it in \d+%/)).toBeVisible()
  await expect(panel.getByText(/responses that have it and are judged good/)).toBeVisible()
  await expect(panel.locator('.side-chosen').first()).toContainText('Good')
  await expect(panel.locator('.side-rejected')).toHaveCount(0)
  await panel.getByRole('tab', { name: 'Concept' }).click()
  await expect(
    panel.getByText(/^Of the \d+ responses with it \d+% are judged good, of those without \d+%\.$/),
  ).toBeVisible()

  await page.keyboard.press('s')
  await expect(page.getByRole('combobox', { name: /Protocol/ }).first()).toHaveValue('offsets')

  await page
    .getByRole('region', { name: 'Decisions' })
    .getByRole('button', { name: 'Export', exact: true })
    .click()
  const menu = page.locator('#export-menu')
  await expect(menu.getByRole('button', { name: /KTO/ })).toBeVisible()
  await expect(menu.getByRole('button', { name: /DPO|TRL reward/ })).toHaveCount(0)
  await menu.getByRole('button', { name: /^Choose files/ }).click()
  const dialog = page.getByRole('dialog', { name: 'Export' })
  await expect(dialog).toContainText('single responses judged good or bad')
  await expect(dialog.getByRole('checkbox', { name: /DPO|OpenRLHF|Steering/ })).toHaveCount(0)
})

test('single responses in unusual, nested columns are mapped by hand', async ({ page }) => {
  const records = Array.from({ length: 60 }, (_, i) => ({
    turn: { user: `Question ${i}?`, bot: { words: i % 2 ? `**Yes** ${i}.` : `Perhaps, in ${i} days.` } },
    stars: i % 3 === 0 ? 3 : i % 2 ? 5 : 1,
  }))
  await page.goto('/')
  await drop(page, 'stars.jsonl', records.map((record) => JSON.stringify(record)).join('\n'))
  const dialog = page.getByRole('dialog', { name: 'Which column is which?' })
  await dialog.getByLabel(/one response and a label/).check()
  await dialog.getByRole('combobox', { name: /^Prompt/ }).selectOption('turn.user')
  await dialog.getByRole('combobox', { name: /^Response/ }).selectOption('turn.bot.words')
  await dialog.getByRole('combobox', { name: /^Label/ }).selectOption('stars')
  await dialog.getByLabel('Good where it is').fill('4, 5')
  await dialog.getByLabel('Bad where it is').fill('1, 2')
  await expect(dialog.getByRole('region', { name: 'First rows of the file' })).toContainText('turn.bot.words')
  await dialog.getByRole('button', { name: 'Read it this way' }).click()
  await expect(page.getByText('40 responses on 40 prompts')).toBeVisible()
  await page.getByText('20 rows left out').click()
  await expect(page.locator('.bad-rows')).toContainText('says neither good nor bad')
})
