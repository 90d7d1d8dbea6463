import { spawnSync } from 'node:child_process'

interface Advisory {
  readonly name: string
  readonly severity: string
}

/** What `npm audit --json` writes: an error where the registry did not answer. */
interface Audit {
  readonly error?: { readonly summary?: string }
  readonly message?: string
  readonly vulnerabilities?: Readonly<Record<string, Advisory>>
}

const GRAVE = new Set(['high', 'critical'])

/**
 * Whether no package that is shipped has a known vulnerability of high severity or worse.
 * @returns 'skipped' where the registry does not answer, or keeps no list of them
 */
export function audited(): boolean | 'skipped' {
  const quick = ['--fetch-retries=0', '--fetch-timeout=20000']
  const { stdout } = spawnSync('npm', ['audit', '--omit=dev', '--audit-level=high', '--json', ...quick], {
    encoding: 'utf8',
    timeout: 60_000,
  })
  return verdictOn(stdout)
}

/** @param output of `npm audit --json` */
export function verdictOn(output: string): boolean | 'skipped' {
  const { error, message, vulnerabilities } = parsed(output)
  if (!vulnerabilities) {
    console.log(`npm audit has no answer: ${error?.summary || message || 'nothing was written'}`)
    return 'skipped'
  }
  const grave = Object.values(vulnerabilities).filter(({ severity }) => GRAVE.has(severity))
  for (const { name, severity } of grave) console.log(`${name}: ${severity}`)
  return grave.length === 0
}

function parsed(output: string): Audit {
  try {
    return JSON.parse(output) as Audit
  } catch {
    return {}
  }
}
