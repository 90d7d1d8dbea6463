import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome']
const elsewhere = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
]

function find(): string | null {
  const named = process.env.CHROME_PATH
  if (named) return named
  for (const name of names) {
    const which = spawnSync('which', [name], { encoding: 'utf8' })
    if (which.status === 0) return which.stdout.trim()
  }
  return elsewhere.find((path) => existsSync(path)) ?? null
}

/**
 * Path of a Chrome or Chromium: $CHROME_PATH, or one on the machine, or (as root on Debian) one installed
 * now.
 */
export function browserPath(): string {
  const found = find()
  if (found) return found
  if (existsSync('/etc/debian_version') && process.getuid?.() === 0) {
    console.log('No Chrome or Chromium found: installing Debian’s chromium.')
    execFileSync('apt-get', ['update', '-qq'], { stdio: 'inherit' })
    execFileSync('apt-get', ['install', '-y', '-qq', 'chromium'], { stdio: ['ignore', 'ignore', 'inherit'] })
    const installed = find()
    if (installed) return installed
  }
  throw new Error('Install Chrome or Chromium, or set CHROME_PATH to one, and run the tests again.')
}
