import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { drop, expect, test } from './app.ts'

const QUESTIONS = 240

/** Pairs of two models with ratings, a topic, a conversation as the prompt, and hostile Markdown. */
const file = Array.from({ length: QUESTIONS }, (_, i) =>
  JSON.stringify({
    prompt: [
      { role: 'system', content: 'Answer in one line.' },
      { role: 'user', content: `Question number ${i}?` },
    ],
    chosen: [
      {
        role: 'assistant',
        content: `**Plainly** said, answer ${i}. <img src=x onerror=alert(1)> ![a](https://example.org/a.png) [b](https://example.org/b) [c](javascript:alert(1))`,
      },
    ],
    rejected: [{ role: 'assistant', content: i === 77 ? 'The needle is here.' : `Perhaps it may be ${i}.` }],
    chosen_model: i % 2 ? 'falcon' : 'heron',
    rejected_model: 'mole',
    chosen_rating: 4,
    rejected_rating: i < 9 ? 5 : 1 + (i % 3),
    topic: i % 4 ? 'travel' : 'garden',
    split: i === 3 ? null : 'train',
  }),
)
/** With a row that has no second response. */
const withBadRow = [...file, JSON.stringify({ ...(JSON.parse(file[0]!) as object), rejected: null })].join(
  '\n',
)

async function openRows(page: Page, fragment = 'table=rows'): Promise<void> {
  await page.goto(`/#${fragment}`)
  await drop(page, 'rows.jsonl', withBadRow)
  await expect(rows(page).first()).toBeVisible({ timeout: 60_000 })
}

const rows = (page: Page) => page.getByRole('grid', { name: 'Rows' }).locator('tr[data-index]')
const listed = (page: Page, count: number) =>
  expect(page.getByText(`${count} of ${QUESTIONS}`, { exact: true })).toBeVisible()
const axe = async (page: Page) => {
  const { violations } = await new AxeBuilder({ page }).analyze()
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([])
}

test('rows are searched, narrowed by columns, ordered, and kept in the address', async ({ page }) => {
  await openRows(page)
  await listed(page, QUESTIONS)
  await page.keyboard.press('/')
  await page.keyboard.type('NEEDLE')
  await listed(page, 1)
  await expect(rows(page)).toHaveCount(1)
  await expect(rows(page).locator('mark')).toHaveText(['needle'])
  await page.getByLabel('Search the texts').fill('')
  await listed(page, QUESTIONS)

  const data = page.getByRole('region', { name: 'Data' })
  await data.getByRole('button', { name: /^garden/ }).click()
  await listed(page, QUESTIONS / 4)
  await data.getByRole('button', { name: /^heron/ }).click()
  await listed(page, QUESTIONS / 4)
  await data.getByRole('button', { name: /^falcon/ }).click()
  await data.getByRole('button', { name: /^heron/ }).click()
  await expect(page.getByText('No pair fits.')).toBeVisible()
  await page.getByRole('button', { name: 'Remove the filter: model: falcon' }).click()
  await listed(page, QUESTIONS / 4)

  await page.getByRole('button', { name: 'score margin' }).click()
  await expect(page.getByRole('columnheader', { name: 'score margin' })).toHaveAttribute(
    'aria-sort',
    'descending',
  )
  await page.reload()
  await listed(page, QUESTIONS / 4)
  await expect(page.getByRole('button', { name: 'Remove the filter: topic: garden' })).toBeVisible()
  await axe(page)
})

test('a row is read by keyboard: turns, columns, Markdown without harm', async ({ page }) => {
  await openRows(page)
  const tabbable = page.getByRole('grid', { name: 'Rows' }).locator('tr[tabindex="0"]')
  await expect(tabbable).toHaveCount(1)
  await rows(page).first().focus()
  await page.keyboard.press('ArrowDown')
  await expect(rows(page).nth(1)).toBeFocused()
  await page.keyboard.press('Enter')
  const reader = page.getByRole('region', { name: 'The row', exact: true })
  await expect(page.getByRole('heading', { name: 'Row 2' })).toBeVisible()
  await expect(reader.getByRole('heading', { name: 'System' })).toBeVisible()
  await expect(reader.getByText('Question number 1?')).toBeVisible()
  await expect(reader.getByText('chosen falcon')).toBeVisible()

  await page.getByRole('button', { name: 'Rendered' }).click()
  await expect(reader.locator('strong').getByText('Plainly')).toBeVisible()
  await expect(reader.locator('img')).toHaveCount(0)
  await expect(reader.locator('a')).toHaveCount(1)
  await expect(reader.locator('a')).toHaveAttribute('rel', /noopener/)
  await axe(page)

  await rows(page).nth(1).focus()
  await page.keyboard.press('n')
  await expect(page.getByRole('heading', { name: 'Row 3' })).toBeVisible()
  await page.keyboard.press('p')
  await expect(page.getByRole('heading', { name: 'Row 2' })).toBeVisible()
  await page.keyboard.press('End')
  await expect(page.getByRole('heading', { name: `Row ${QUESTIONS}` })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('heading', { name: 'Pick a row to read it' })).toBeVisible()
})

test('the data panel shows columns, contradictions and rows left out', async ({ page }) => {
  await page.goto('/')
  await drop(page, 'rows.jsonl', withBadRow)
  await expect(page.getByRole('group', { name: 'Which table' })).toBeVisible({ timeout: 60_000 })
  await page.keyboard.press('r')
  await expect(rows(page).first()).toBeVisible({ timeout: 60_000 })
  const data = page.getByRole('region', { name: 'Data' })
  await expect(data.getByText('In 9 pairs the rejected response has the higher score.')).toBeVisible()
  await data.getByRole('button', { name: 'List them' }).click()
  await listed(page, 9)
  await page.getByRole('button', { name: /Remove the filter: score margin: below 0/ }).click()
  await listed(page, QUESTIONS)
  await data.getByText('1 row left out').click()
  await data.getByRole('button', { name: 'Show them' }).click()
  await expect(data.getByText(`Row ${QUESTIONS + 1}`, { exact: true })).toBeVisible()
  await expect(data.getByRole('button', { name: /^missing 1$/ })).toBeVisible()
})
