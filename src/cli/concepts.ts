import { textBatches } from '../core/extract/plan.ts'
import { WhittleError } from '../core/failure.ts'
import type { RewardSpec } from '../core/export/spec-schema.ts'
import { contentKey, type OwnDefinition, namesIn, readDefinitions } from '../core/own/definition.ts'
import { compileRule } from '../core/own/rule.ts'
import { quoted } from '../core/parse/rows.ts'
import type { Workspace } from '../core/workspace/workspace.ts'
import { fastestExtractor } from '../encoder/node-native.ts'
import { read } from './open.ts'

export interface ConceptsOption {
  readonly concepts?: string
}

/** The concepts of `--concepts`. @throws WhittleError with one sentence */
export async function conceptsAt(path: string): Promise<OwnDefinition[]> {
  return readDefinitions(new TextDecoder().decode(await read(path)), path)
}

/** Reads the examples of the workspace's own concepts, where there are any. */
export async function encodeExamples(workspace: Workspace, threads?: number): Promise<void> {
  const texts = workspace.own.unread()
  if (texts.length === 0) return
  const extractor = await fastestExtractor(threads || undefined, console.error)
  for (const batch of textBatches(texts)) workspace.own.add(batch, await extractor.extract(batch))
  await extractor.dispose()
}

/**
 * A spec with the definitions of `--concepts` in place of its own: rules, columns and compositions may have
 * changed since; a probe is what was fitted to the examples that the spec holds.
 * @throws WhittleError where the spec cannot be enacted with one of them
 */
export function specWith(spec: RewardSpec, definitions: readonly OwnDefinition[]): RewardSpec {
  const given = new Map(definitions.map((one) => [one.id, one]))
  const held = new Set(spec.own.map(({ definition }) => definition.id))
  for (const { id } of definitions)
    if (!held.has(id)) console.error(`  the reward spec decides nothing on ${quoted(id)}`)
  return {
    ...spec,
    own: spec.own.map((one) => {
      const next = given.get(one.definition.id)
      if (!next || contentKey(next) === contentKey(one.definition)) return one
      const { id } = next
      if (next.kind !== one.definition.kind || next.kind === 'examples')
        throw bad(
          `The reward spec was made with other examples or another kind of ${quoted(id)}: analyse the data again with these concepts.`,
        )
      if (next.kind === 'rule') compileRule(next)
      const missing = namesIn(next).find((part) => !held.has(part) && !Object.hasOwn(one.parts, part))
      if (missing !== undefined)
        throw bad(`${quoted(id)} is composed of ${quoted(missing)}, which the reward spec does not hold.`)
      return { ...one, definition: next }
    }),
  }
}

const bad = (sentence: string) => new WhittleError('bad-spec', sentence)
