/**
 * How far what the panel previews is what the proof finds: random sets of one to four decisions by random
 * protocols, on detectors and phrases of the example and of HH (beside the checkout, where it is there):
 * tsx tests/bench/preview-proof.ts [sets a file] [seconds a file]. A decision agrees where the two
 * reliances after differ by at most 10% of the reliance before.
 */
import { existsSync } from 'node:fs'
import { openWorkspace } from '../../src/cli/open.ts'
import { random } from '../../src/core/random.ts'
import { allowedProtocols, protocolOf } from '../../src/core/shape/protocols.ts'
import type { Verdict } from '../../src/core/verdict.ts'
import { estimate, prove } from '../../src/core/workspace/evaluate.ts'
import type { Workspace } from '../../src/core/workspace/workspace.ts'

const [sets = '66', seconds = '900'] = process.argv.slice(2)
const FILES = [
  'public/example/preferences.jsonl',
  '../shared/data/hh-helpful-base-test.jsonl.gz',
  '../shared/data/hh-harmless-base-test.jsonl.gz',
]
const NEAR = 0.1
/** Candidates: the strongest detectors and phrases. */
const MOST_CONCEPTS = 40

function drawn(workspace: Workspace, draw: () => number): Verdict[] {
  const rows = workspace.findings.rows.slice(0, MOST_CONCEPTS)
  const one = <T>(list: readonly T[]): T => list[Math.floor(draw() * list.length)]!
  const concepts = new Set(Array.from({ length: 1 + Math.floor(draw() * 4) }, () => one(rows).concept))
  return [...concepts].map((concept): Verdict => {
    const verdict = one(['suppress', 'suppress', 'amplify', 'keep'] as const)
    const protocols = allowedProtocols(concept, verdict).filter((id) => protocolOf(id).unproven === undefined)
    return {
      ...{ concept: concept.id, scope: 'overall', verdict, note: '' },
      ...{ strength: one([0.5, 1, 1, 1.5]), protocol: one(protocols) },
    }
  })
}

for (const file of FILES.filter((path) => existsSync(path))) {
  const workspace = await openWorkspace([file])
  workspace.analyse(1)
  const draw = random(7)
  const started = Date.now()
  const misses: string[] = []
  let [agree, all, done] = [0, 0, 0]
  for (; done < Number(sets) && (Date.now() - started) / 1000 < Number(seconds); done++) {
    const settings = { verdicts: drawn(workspace, draw), names: {}, seed: 1 }
    const previewed = new Map(estimate(workspace, settings).map((one) => [one.concept, one]))
    for (const { concept, protocol, verdict, before, after } of prove(workspace, settings, () => undefined)
      .concepts) {
      const seen = previewed.get(concept)
      if (!seen) continue
      all++
      const off = Math.abs(seen.after - after.value) / Math.max(0.1, Math.abs(before.value))
      if (off <= NEAR) agree++
      else
        misses.push(
          `${verdict} ${concept} by ${protocol}: ${before.value.toFixed(2)}, previewed ${seen.after.toFixed(2)}, proved ${after.value.toFixed(2)}`,
        )
    }
    console.log(JSON.stringify({ file, sets: done + 1, decisions: all, agree }))
  }
  console.log(misses.join('\n'))
}
