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
  await page.goto('/#table=overall')
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
  await expect(panel.getByText(/responses that have it and are good/)).toBeVisible()
  await expect(panel.locator('.side-chosen').first()).toContainText('Good')
  await expect(panel.locator('.side-rejected')).toHaveCount(0)
  await panel.getByRole('tab', { name: 'Concept' }).click()
  await expect(
    panel.getByText(/^Of the \d+ responses with it \d+% are judged good, of those without \d+%\.$/),
  ).toBeVisible()

  await page.keyboard.press('s')
  await expect(page.getByRole('combobox', { name: /Protocol/ }).first()).toHaveValue('drop')
  await page.getByLabel('I train with').selectOption('kto')

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
  await expect(dialog.getByRole('checkbox', { name: /DPO|^OpenRLHF|Steering/ })).toHaveCount(0)
})

test('single responses in unusual, nested columns are mapped by hand', async ({ page }) => {
  const records = Array.from({ length: 60 }, (_, i) => ({
    turn: { user: `Question ${i}?`, bot: { words: i % 2 ? `**Yes** ${i}.` : `Perhaps, in ${i} days.` } },
    stars: i % 3 === 0 ? 3 : i % 2 ? 5 : 1,
  }))
  await page.goto('/#table=overall')
  await drop(page, 'stars.jsonl', records.map((record) => JSON.stringify(record)).join('\n'))
  const dialog = page.getByRole('dialog', { name: 'Which column is which?' })
  await dialog.getByLabel(/one response and a label/).check()
  await dialog.getByRole('combobox', { name: /^Prompt/ }).selectOption('turn.user')
  await dialog.getByRole('combobox', { name: /^Response/ }).selectOption('turn.bot.words')
  await dialog.getByRole('combobox', { name: /^Label/ }).selectOption('stars')
  await dialog.getByLabel('Good where it is').fill('4, 5')
  await dialog.getByLabel('Bad where it is').fill('1, 2')
  await expect(dialog.getByLabel('Bad where it is')).toHaveValue('1, 2')
  await dialog.getByRole('button', { name: 'Read it this way' }).click()
  await expect(page.getByText('40 responses on 40 prompts')).toBeVisible()
  await page.getByText('20 rows left out').click()
  await expect(page.locator('.bad-rows')).toContainText('says neither good nor bad')
})

/** The same, each text cut short: the whole path of extraction in little time. */
const short = thumbs
  .split('\n')
  .slice(0, 200)
  .map((line) => {
    const row = JSON.parse(line) as Record<string, string>
    return JSON.stringify({
      ...row,
      response: row.response!.slice(0, 160),
      prompt: row.prompt!.slice(0, 120),
    })
  })
  .join('\n')

test('contexts of single responses: shares of good and bad, a forest, and a decision inside', async ({
  page,
}) => {
  test.setTimeout(300_000)
  await page.goto('/?compute=wasm#table=overall')
  await drop(page, 'short.jsonl', short)
  await page.getByRole('button', { name: 'In contexts', exact: true }).click()
  const grid = page.getByRole('grid', { name: 'Concepts in contexts' })
  const rows = grid.locator('tr[data-concept]')
  await expect(rows.first()).toBeVisible({ timeout: 240_000 })
  await expect(page.getByText(/Contexts are found in pairs only/)).toHaveCount(0)

  await rows.first().click()
  const panel = page.getByRole('region', { name: 'Selected concept' })
  await expect(panel.locator('.scope-line')).toContainText(/\(\d+ responses\)/)
  await expect(panel).toContainText(/good in \d+% of the \d+ responses with it here, without it in \d+%/)
  await expect(panel.getByText(/responses that have it and are (good|bad)/)).toBeVisible()
  await panel.getByRole('tab', { name: 'Concept' }).click()
  await expect(
    panel.getByText(/^The share with it among good responses minus that among bad ones is/),
  ).toBeVisible()
  await expect(panel.getByRole('heading', { name: 'Share good by context' })).toBeVisible()
  await expect(panel.locator('.forest').getByRole('button').first()).toHaveText('Overall')

  await page.keyboard.press('s')
  await expect(page.locator('.decision')).toContainText(/in “.+”.*[1-9]\d* dropped/)
  await page.getByTitle('Choose a context').click()
  const list = page.getByRole('list', { name: 'Contexts' })
  await expect(list).toContainText(/\d+ responses/)
  await expect(list).not.toContainText(/\d+ pairs/)
  await list.getByRole('button').nth(1).click()
  await page.locator('.context-head summary').click()
  await expect(page.locator('.context-head')).toContainText(/^(one subject|similar responses)/)
  await expect(page.locator('.context-head')).toContainText(
    /Responses (about the same subject|that are about the same things)/,
  )
})
