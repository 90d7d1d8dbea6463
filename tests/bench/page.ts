/**
 * What a moved strength slider costs in the page (aim: within 100 ms at 100,000 pairs), and the memory of its
 * process: the built app in Chromium, on a file of detectors and phrases only: npx vite build && npx tsx
 * tests/bench/page.ts [pairs] [folder of the build].
 * Per protocol: milliseconds from an input event to the
 * redrawn figures, and the longest task of the main thread meanwhile.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, type Page } from '@playwright/test'
import { preview } from 'vite'
import { random } from '../../src/core/random.ts'
import { browserPath } from '../browser.ts'

const pairs = Number(process.argv[2] ?? 100_000)
const outDir = process.argv[3] ?? 'dist'
const STEPS = 12
const LOOKED = 3000

const say = (figures: object) => console.log(JSON.stringify({ bench: 'page', pairs, ...figures }))

/** Pairs of sentences of the example, shuffled; every prompt is its own. */
function synthetic(): string {
  const example = readFileSync(join(import.meta.dirname, '../../public/example/preferences.jsonl'), 'utf8')
  const rows = example
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { prompt: string; chosen: string; rejected: string })
  const sentences = rows.flatMap(({ chosen, rejected }) =>
    `${chosen}\n${rejected}`.split('\n').filter(Boolean),
  )
  const rng = random(1)
  const some = () =>
    Array.from({ length: 5 }, () => sentences[Math.floor(rng() * sentences.length)]!).join('\n')
  return Array.from({ length: pairs }, (_, i) => {
    const prompt = `${rows[i % rows.length]!.prompt} (${i})`
    return JSON.stringify({ prompt, chosen: some(), rejected: some() })
  }).join('\n')
}

/** Moves the slider step by step, as a drag does, and waits for the figures after each. */
function drag(page: Page) {
  return page.evaluate(async (steps) => {
    const slider = document.querySelector<HTMLInputElement>(
      '.decision-bar input[type=range], input[type=range]',
    )!
    const figures = document.querySelector('.consequences')!.parentElement!
    const write = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')!.set!
    let longest = 0
    const tasks = new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) longest = Math.max(longest, duration)
    })
    tasks.observe({ type: 'longtask' })
    const taken: number[] = []
    for (let step = 1; step <= steps; step++) {
      const start = performance.now()
      const redrawn = new Promise<void>((resolve) => {
        const timeout = setTimeout(resolve, 5000)
        const observer = new MutationObserver(() => {
          clearTimeout(timeout)
          observer.disconnect()
          requestAnimationFrame(() => resolve())
        })
        // Figures of the whole, not the slider's own label.
        observer.observe(figures.querySelector('.consequences')!, {
          subtree: true,
          childList: true,
          characterData: true,
        })
        for (const panel of document.querySelectorAll('.collateral'))
          observer.observe(panel, { subtree: true, childList: true, characterData: true, attributes: true })
      })
      write.call(slider, String(0.9 - 0.1 * ((step - 1) % 9)))
      slider.dispatchEvent(new Event('input', { bubbles: true }))
      await redrawn
      taken.push(performance.now() - start)
    }
    await new Promise((resolve) => setTimeout(resolve, 100))
    tasks.disconnect()
    return { taken, longest }
  }, STEPS)
}

const folder = mkdtempSync(join(tmpdir(), 'whittle-'))
const file = join(folder, 'pairs.jsonl')
writeFileSync(file, synthetic())
const server = await preview({ build: { outDir }, preview: { port: 0 } })
const browser = await chromium.launch({ executablePath: browserPath(), args: ['--no-sandbox'] })
try {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
  const start = performance.now()
  await page.goto(server.resolvedUrls!.local[0]!)
  await page.locator('input[type=file]').first().setInputFiles(file)
  const row = page.locator('tr[data-concept="s:bold"]')
  await page.locator('tr[data-concept]').first().waitFor({ timeout: 600_000 })
  say({ step: 'opened and tested', seconds: (performance.now() - start) / 1000 })
  // Without extraction: only detectors and phrases are there, and the processor is free.
  await page.getByRole('button', { name: 'Cancel' }).first().click()
  await page.getByRole('progressbar').waitFor({ state: 'detached', timeout: 600_000 })
  await page.getByRole('searchbox').fill('bold text')
  await row.click()
  // Meanwhile a person looks at the evidence, and the page works out what they may decide.
  await page.waitForTimeout(LOOKED)
  const asked = performance.now()
  await row.getByRole('button', { name: /^Suppress/ }).click()
  // Until then the figures are those of no decision.
  await page.waitForFunction(
    () => !/^0 of/.test(document.querySelector('.consequences dd')?.textContent ?? '0 of'),
    undefined,
    { timeout: 600_000 },
  )
  say({ step: 'first decision, on a concept looked at', milliseconds: Math.round(performance.now() - asked) })
  await page.getByRole('button', { name: 'Details' }).click()
  for (const protocol of ['offsets', 'drop', 'reweight', 'relabel', 'mask']) {
    await page.getByLabel('How to suppress it').selectOption(protocol)
    await page.waitForTimeout(2000)
    const { taken, longest } = await drag(page)
    const ordered = taken.map(Math.round).sort((a, b) => a - b)
    say({
      step: `slider, ${protocol}`,
      median: ordered[STEPS >> 1],
      slowest: ordered.at(-1),
      longestTask: Math.round(longest),
    })
  }
  const system = await browser.newBrowserCDPSession()
  const { processInfo } = await system.send('SystemInfo.getProcessInfo')
  const renderers = processInfo.filter(({ type }) => type === 'renderer')
  const resident = (id: number) => {
    const status = readFileSync(`/proc/${id}/status`, 'utf8')
    return Number(/VmRSS:\s+(\d+)/.exec(status)![1]) / 1024
  }
  if (process.platform === 'linux')
    say({ step: 'memory', megabytes: Math.round(Math.max(...renderers.map(({ id }) => resident(id)))) })
} finally {
  await browser.close()
  await server.close()
  rmSync(folder, { recursive: true })
}
