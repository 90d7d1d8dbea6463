import { readFileSync } from 'node:fs'
import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { strFromU8, unzipSync } from 'fflate'
import { expect, openExample, settled, test } from './app.ts'

const workbench = (page: Page) => page.getByRole('tabpanel')
const bar = (page: Page) => page.getByRole('region', { name: 'Decisions' })

async function expectAccessible(page: Page) {
  const { violations } = await new AxeBuilder({ page }).analyze()
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([])
}

/** The example with one decision: suppress bold text. */
async function decideOnBold(page: Page): Promise<void> {
  await openExample(page)
  await settled(page)
  await page.getByRole('searchbox').fill('bold text')
  await page.locator('tr[data-concept="s:bold"]').click()
  await page.keyboard.press('s')
  await page.keyboard.press('d')
  await expect(workbench(page).getByLabel('How to suppress it')).toBeVisible()
  await trainWith(page, 'trl-dpo')
}

const trainWith = (page: Page, trainer: string) => page.getByLabel('I train with').selectOption(trainer)

async function fromMenu(page: Page, item: string | RegExp): Promise<void> {
  await bar(page).getByRole('button', { name: 'Export', exact: true }).click()
  await page.locator('#export-menu').getByRole('button', { name: item }).click()
}

async function downloaded(page: Page, start: () => Promise<void>): Promise<{ name: string; bytes: Buffer }> {
  const [file] = await Promise.all([page.waitForEvent('download'), start()])
  return { name: file.suggestedFilename(), bytes: readFileSync(await file.path()) }
}

/** What each protocol says in the bar, and the heading over the pairs that it changes. */
const PROTOCOLS = [
  ['rewrite', /pairs rewritten/, 'Before and after'],
  ['offsets', /\d+ pairs/, null],
  ['drop', /\d+ dropped/, 'Pairs to drop'],
  ['reweight', /pairs re-weighted/, null],
  ['relabel', /pairs swapped/, 'Pairs to swap: review them'],
  ['soft-labels', /in both orders/, 'Pairs in both orders'],
  ['mask', /pairs masked/, 'What the trainer skips is shaded'],
  ['inoculate', /pairs with an instruction/, 'Both prompts'],
  ['steer', /1 direction/, null],
] as const

test('every protocol is offered with its formula, and says at once what it does', async ({ page }) => {
  await decideOnBold(page)
  const select = workbench(page).getByLabel('How to suppress it')
  const offered = () =>
    select.getByRole('option').evaluateAll((all) => all.map((one) => (one as HTMLOptionElement).value))
  const all = PROTOCOLS.map(([id]) => id)
  // TRL's DPO reads no steering vectors.
  await expect
    .poll(async () => (await offered()).toSorted())
    .toEqual(all.toSorted().filter((id) => id !== 'steer'))
  await expect(select).toHaveValue('soft-labels')
  for (const [id, words, heading] of PROTOCOLS) {
    if (id === 'steer') await trainWith(page, 'other')
    await select.selectOption(id)
    await expect(bar(page).locator('.decision')).toContainText(words)
    await expect(workbench(page).locator('.formula')).not.toBeEmpty()
    if (heading) {
      await expect(workbench(page).getByRole('heading', { name: heading })).toBeVisible()
      await expect(workbench(page).locator('.preview .pair').first()).toBeVisible()
    } else await expect(workbench(page).locator('.preview')).toHaveCount(0)
    await expect(workbench(page).locator('.collateral, .soft', { hasText: /lean/ }).first()).toBeVisible()
  }
})

test('a reviewed row is spared, the template is the person’s, and undo takes each back', async ({ page }) => {
  await decideOnBold(page)
  const select = workbench(page).getByLabel('How to suppress it')
  await select.selectOption('relabel')
  const effect = bar(page).locator('.decision-effect')
  await expect(effect).toHaveText(/swapped/)
  const swapped = async () => Number((await effect.textContent())!.match(/(\d+) pairs/)![1])
  const before = await swapped()
  const first = workbench(page).getByLabel('swap the sides').first()
  await first.click()
  await expect.poll(swapped).toBe(before - 1)
  await expect(first).not.toBeChecked()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect.poll(swapped).toBe(before)

  await select.selectOption('inoculate')
  await workbench(page).getByLabel('Instruction to the policy').fill('Write <b>boldly</b>.')
  await workbench(page).getByLabel('Reason for the decision').focus()
  await expect(workbench(page).locator('.asked').first()).toHaveText('Write <b>boldly</b>.')
})

test('consequences follow the slider while it moves, and one move is one step to undo', async ({ page }) => {
  await decideOnBold(page)
  await workbench(page).getByLabel('How to suppress it').selectOption('offsets')
  const slider = workbench(page).getByRole('slider')
  const lambda = workbench(page).locator('.numbers > div', { hasText: 'λ' }).locator('dd')
  const full = Number(await lambda.textContent())
  expect(full).toBeGreaterThan(0)
  const box = (await slider.boundingBox())!
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2)
  await page.mouse.down()
  await page.mouse.move(box.x + box.width / 4, box.y + box.height / 2, { steps: 4 })
  await expect.poll(async () => Number(await lambda.textContent())).toBeLessThan(0.7 * full)
  await expect(workbench(page).locator('.meaning')).toContainText('Part of the way')
  await page.mouse.up()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(slider).toHaveValue('1')
  await expect(workbench(page).getByLabel('How to suppress it')).toHaveValue('offsets')
})

test('a proof says in plain words how far reliance fell, and about which decisions', async ({ page }) => {
  await decideOnBold(page)
  await workbench(page).getByLabel('How to suppress it').selectOption('offsets')
  await bar(page).getByRole('button', { name: 'Prove it' }).click()
  await expect(page.getByRole('progressbar', { name: 'Proving' })).toBeVisible()
  const proof = page.getByRole('region', { name: 'Proof' })
  await expect(proof).toContainText(/Reliance on Bold text fell by \d+% \(\d+–\d+\)/, { timeout: 120_000 })
  await expect(proof).toContainText(/Accuracy on held-out pairs 0\.\d+ → 0\.\d+/)
  // The rewritten texts went through the encoder.
  await expect(proof).not.toContainText('not extracted anew')
  await expect(proof.getByRole('row', { name: /Bold text/ })).toContainText(/\d → /)
  await expectAccessible(page)
  await workbench(page).getByLabel('How to suppress it').selectOption('drop')
  await expect(proof).toContainText('earlier decisions')
  await proof.getByRole('button', { name: 'Prove it again' }).click()
  await page.getByRole('button', { name: 'Cancel' }).click()
  await expect(proof.getByRole('button', { name: 'Prove it' })).toBeVisible()
})

test('any artefacts come in one zip whose manifest holds, with what the trainer ignores said', async ({
  page,
}) => {
  await decideOnBold(page)
  await trainWith(page, 'other')
  await workbench(page).getByLabel('How to suppress it').selectOption('steer')
  await fromMenu(page, /^Choose files/)
  const dialog = page.getByRole('dialog', { name: 'Export' })
  for (const name of [/^TRL KTO/, /^LLaMA-Factory, Alpaca/, /^Steering vectors/, /^Extractor/])
    await dialog.getByLabel(name).check()
  await expectAccessible(page)
  const { name, bytes } = await downloaded(page, () =>
    dialog.getByRole('button', { name: 'Download as one zip' }).click(),
  )
  expect(name).toBe('example.whittle.zip')
  const files = unzipSync(bytes)
  const manifest = JSON.parse(strFromU8(files['manifest.json']!)) as {
    files: { name: string; bytes: number; sha256: string }[]
  }
  expect(manifest.files.map((file) => file.name).toSorted()).toEqual(
    Object.keys(files)
      .filter((path) => path !== 'manifest.json')
      .toSorted(),
  )
  for (const file of manifest.files) expect(files[file.name]!.length).toBe(file.bytes)
  expect(Object.keys(files)).toEqual(expect.arrayContaining(['extractor.onnx', 'steering.safetensors']))
  expect(JSON.parse(strFromU8(files['reward-spec.json']!))).toMatchObject({
    concepts: [{ id: 's:bold', protocol: 'steer' }],
  })
  const kto = strFromU8(files['kto/example.kto.jsonl']!).trim().split('\n')
  expect(kto).toHaveLength(2 * 650)
  await expect(dialog.getByRole('status')).toContainText('example.whittle.zip')
})

test('a session is saved, opened again, and opened on other data with a word on what differs', async ({
  page,
}) => {
  await decideOnBold(page)
  await workbench(page).getByLabel('Reason for the decision').fill('Style is not substance.')
  await workbench(page).getByLabel('How to suppress it').selectOption('relabel')
  await expect(bar(page).locator('.decision-effect')).toHaveText(/swapped/)
  const session = await downloaded(page, () => fromMenu(page, /^Save session/))
  expect(session.name).toBe('example.session.json')
  expect(session.bytes.toString()).not.toContain('fridge')

  await bar(page)
    .getByRole('button', { name: /^Withdraw/ })
    .click()
  await expect(bar(page).locator('.decision')).toHaveCount(0)
  const file = { name: session.name, mimeType: 'application/json', buffer: session.bytes }
  await page.getByLabel('Session file').setInputFiles(file)
  await expect(bar(page).locator('.decision-effect')).toHaveText(/swapped/)
  await expect(workbench(page).getByLabel('Reason for the decision')).toHaveValue('Style is not substance.')

  const other = JSON.parse(session.bytes.toString()) as { dataset: { sha256: string }; verdicts: object[] }
  other.dataset.sha256 = 'f'.repeat(64)
  other.verdicts.push({ ...other.verdicts[0], concept: 'p:no such phrase' })
  await page.getByLabel('Session file').setInputFiles({ ...file, buffer: Buffer.from(JSON.stringify(other)) })
  await expect(page.getByText(/saved on other data/)).toBeVisible()
  await expect(page.getByText('1 decision is left out')).toBeVisible()
  await expect(bar(page).locator('.decision')).toHaveCount(1)

  await page.getByLabel('Session file').setInputFiles({ ...file, buffer: Buffer.from('{}') })
  await expect(page.getByText('This file is not a session that Whittle saved.')).toBeVisible()
})

test('the link on the clipboard carries the view', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await decideOnBold(page)
  await fromMenu(page, /^Copy link/)
  await expect(page.getByText('The link is copied.')).toBeVisible()
  const link = new URL(await page.evaluate(() => navigator.clipboard.readText()))
  expect(Object.fromEntries(new URLSearchParams(link.hash.slice(1)))).toEqual({
    // Beside the view, which file it is of; the tests start in the table, the app in the lessons.
    file: 'example.jsonl',
    table: 'overall',
    search: 'bold text',
    concept: 's:bold',
    panel: 'decide',
  })
})

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds nothing on the workbench in ${colorScheme} colours`, async ({ page }) => {
    await page.emulateMedia({ colorScheme })
    await decideOnBold(page)
    for (const id of ['reweight', 'relabel', 'inoculate']) {
      await workbench(page).getByLabel('How to suppress it').selectOption(id)
      await expect(page.getByRole('heading', { name: 'All decisions together' })).toBeVisible()
      await expectAccessible(page)
    }
    await bar(page).getByRole('button', { name: 'Export', exact: true }).click()
    await expectAccessible(page)
  })
}
