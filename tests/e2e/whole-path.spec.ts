import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { conceptRows, drop, expect, grid, openExample, settled, test } from './app.ts'

const folder = mkdtempSync(join(tmpdir(), 'whittle-e2e-'))
const example = readFileSync('public/example/preferences.jsonl', 'utf8')

async function download(page: Page, item: string): Promise<string> {
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page
      .getByRole('button', { name: 'Export', exact: true })
      .last()
      .click()
      .then(() =>
        page
          .getByRole('menuitem', { name: item })
          .or(page.getByRole('button', { name: item }))
          .click(),
      ),
  ])
  const path = join(folder, file.suggestedFilename())
  await file.saveAs(path)
  return path
}

const jsonLines = (path: string) =>
  readFileSync(path, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>)

test('the example: table, evidence, verdict, reload, export, and the same numbers on the command line', async ({
  page,
}) => {
  await openExample(page)
  await expect(conceptRows(page).first()).toBeVisible()
  await settled(page)

  await page.keyboard.press('/')
  await page.keyboard.type('Bold')
  const bold = page.locator('tr[data-concept="s:bold"]')
  await bold.click()
  const evidence = page.getByRole('region', { name: /evidence/i }).or(page.getByRole('tabpanel'))
  await expect(evidence.locator('mark').first()).toBeVisible()

  await expect(page.locator('.pair')).toHaveCount(20)
  await page.getByRole('button', { name: 'Show more' }).click()
  await expect(page.locator('.pair')).toHaveCount(40)

  await bold.getByRole('button', { name: /^Suppress/ }).click()
  await page.getByLabel('I train with').selectOption('trl-reward')
  await page.getByLabel('Protocol for Bold').selectOption('offsets')
  await expect(page.locator('.decision').filter({ hasText: /Bold.*\d+ (pairs|rewritten)/s })).toBeVisible()

  await page.reload()
  await settled(page)
  await expect(
    page.locator('tr[data-concept="s:bold"]').getByRole('button', { name: /^Suppress/ }),
  ).toHaveAttribute('aria-pressed', 'true')

  const spec = await download(page, 'Reward spec')
  const data = await download(page, 'Data for TRL reward')
  const report = await download(page, 'Audit report')
  expect(readFileSync(report, 'utf8')).toContain('Bold')
  const concepts = (JSON.parse(readFileSync(spec, 'utf8')) as { concepts: { id: string; lambda: number }[] })
    .concepts
  expect(concepts.map(({ id }) => id)).toEqual(['s:bold'])
  expect(concepts[0]!.lambda).toBeGreaterThan(0)

  const again = join(folder, 'again.jsonl')
  execFileSync('npx', [
    'tsx',
    'src/cli.ts',
    'apply',
    spec,
    'public/example/preferences.jsonl',
    '--format',
    'trl-reward',
    '--out',
    again,
  ])
  const there = jsonLines(data)
  const here = jsonLines(again)
  expect(here).toHaveLength(there.length)
  there.forEach((row, i) => {
    expect(here[i]!.prompt).toEqual(row.prompt)
    expect(Math.abs((here[i]!.margin as number) - (row.margin as number))).toBeLessThan(1e-6)
  })
  expect(there.some((row) => row.margin !== 0)).toBe(true)
})

test('a dropped file of 60 pairs is extracted here, resumes its results, and survives a reload', async ({
  page,
}) => {
  const sixty = example.split('\n').slice(0, 60).join('\n')
  await page.goto('/#table=overall')
  await drop(page, 'sixty.jsonl', sixty)
  await expect(page.getByText(/CPU thread|GPU/).first()).toBeVisible()
  await settled(page)
  await expect(page.locator('tr[data-concept^="d:"]').first()).toBeVisible()
  const rows = await grid(page).getAttribute('aria-rowcount')

  await page.reload()
  await settled(page)
  expect(await grid(page).getAttribute('aria-rowcount')).toBe(rows)
})

test('a half-done extraction stops when asked, is kept, and goes on after a reload', async ({ page }) => {
  const extracting = page.locator('progress[aria-label="Extracting"]')
  const value = async () =>
    (await extracting.count()) ? extracting.evaluate((meter: HTMLProgressElement) => meter.value) : 0
  await page.goto('/#table=overall')
  await drop(page, 'part.jsonl', example.split('\n').slice(0, 160).join('\n'))
  await expect.poll(value, { timeout: 120_000 }).toBeGreaterThan(0)
  await page.getByRole('button', { name: 'Cancel' }).click()
  await expect(page.getByRole('button', { name: 'Resume' })).toBeVisible({ timeout: 60_000 })

  await page.reload()
  // It starts where it stopped, not at 0.
  await expect(extracting).toBeVisible({ timeout: 60_000 })
  expect(await value()).toBeGreaterThan(0)
})

test('a crash of the analysis worker costs nothing', async ({ browser, baseURL }) => {
  const page = await browser.newPage({ baseURL: baseURL! })
  await openExample(page)
  await settled(page)
  await page.keyboard.press('j')
  await page.keyboard.press('s')
  const worker = page.workers().find((one) => one.url().includes('analyse'))!
  await worker.evaluate(() => {
    setTimeout(() => {
      throw new Error('out of memory')
    })
  })
  await expect(page.getByText(/analysis worker stopped unexpectedly/)).toBeVisible()
  await settled(page)
  await expect(
    page.locator('tr[aria-selected=true]').getByRole('button', { name: /^Suppress/ }),
  ).toHaveAttribute('aria-pressed', 'true')
  await expect(page.locator('.pair').first()).toBeVisible()
  await page.close()
})

test('a file that is not data gets one sentence, and what was open before stays possible', async ({
  page,
}) => {
  await page.goto('/#table=overall')
  await drop(page, 'picture.png', Buffer.from('\x89PNG\r\n\x1a\n and more', 'latin1'))
  await expect(page.getByText(/The file is a picture/).first()).toBeVisible()
  await page.getByRole('button', { name: 'Open the example' }).click()
  await expect(conceptRows(page).first()).toBeVisible()
  await settled(page)
})

test('bad rows are counted and can be downloaded', async ({ page }) => {
  const lines = example.split('\n').slice(0, 40)
  const broken = [
    ...lines,
    '{"prompt": "x", "chosen": "", "rejected": "y"}',
    'no json',
    lines[0]!.slice(0, 50),
  ]
  const path = join(folder, 'broken.jsonl')
  writeFileSync(path, broken.join('\n'))
  await page.goto('/#table=overall')
  await page.locator('input[type=file]').first().setInputFiles(path)
  await page.getByText('3 rows left out').click()
  await expect(page.getByText(/chosen response is empty/).first()).toBeVisible()
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page
      .getByRole('button', { name: /download/i })
      .first()
      .click(),
  ])
  const csv = readFileSync(await file.path(), 'utf8')
  expect(csv.trim().split('\n')).toHaveLength(4)
  await settled(page)
})
