/**
 * `npm run screenshot`: draws .github/screenshot.png, the picture of the README, from the built app
 * (`npx vite build`).
 */
import { chromium } from '@playwright/test'
import { join } from 'node:path'
import { preview } from 'vite'
import { browserPath } from './browser.ts'

const root = join(import.meta.dirname, '..')
const server = await preview({ root, preview: { port: 4199, strictPort: true } })
const browser = await chromium.launch({ executablePath: browserPath(), args: ['--no-sandbox'] })
const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
await page.goto('http://localhost:4199/')
await page.getByRole('button', { name: 'Open the example' }).click()
await page.getByRole('heading', { name: /^Only in places/ }).waitFor({ timeout: 180_000 })
await page.getByRole('button', { name: /^Hedging loses/ }).click()
await page.locator('.pair mark').first().waitFor()
await page.mouse.move(0, 0)
await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur())
await page.screenshot({ path: join(root, '.github/screenshot.png') })
await browser.close()
await server.close()
