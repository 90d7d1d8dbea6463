import { RE2JS } from 're2js'
import { WhittleError } from '../failure.ts'
import { quoted } from '../parse/rows.ts'
import { eachOccurrence, phraseTrie } from '../phrases/match.ts'
import type { CharRange } from '../source.ts'
import { TextView } from '../surface/view.ts'
import type { RuleDefinition } from './definition.ts'

/** Where a rule matches in a text, in order, without overlaps of one pattern; empty matches are left out. */
export type Rule = (text: string) => CharRange[]

/** Rules are compiled once. */
const compiled = new Map<string, Rule>()
const MOST_COMPILED = 200

/**
 * Compiles a rule. Its time is linear in the text for any pattern.
 * @throws WhittleError 'bad-file' where the pattern is none, or a phrase has no word
 */
export function compileRule(rule: Pick<RuleDefinition, 'id' | 'pattern' | 'phrases'>): Rule {
  const key = JSON.stringify([rule.pattern, rule.phrases])
  const known = compiled.get(key)
  if (known) return known
  const made = rule.pattern === undefined ? ofPhrases(rule.phrases ?? []) : ofPattern(rule.pattern)
  if (compiled.size >= MOST_COMPILED) compiled.clear()
  compiled.set(key, made)
  return made
}

function ofPattern(pattern: string): Rule {
  const expression = parsed(pattern)
  return (text) => {
    const found: CharRange[] = []
    const matcher = expression.matcher(text)
    while (matcher.find()) {
      const [start, end] = [matcher.start(), matcher.end()]
      if (end > start) found.push([start, end])
    }
    return found
  }
}

function parsed(pattern: string): RE2JS {
  try {
    return RE2JS.compile(pattern)
  } catch (error) {
    const why = error instanceof Error ? error.message.replace(/^error parsing regexp: /, '') : String(error)
    throw new WhittleError(
      'bad-file',
      `${quoted(pattern)} is no regular expression that can be matched in linear time: ${why}.`,
    )
  }
}

function ofPhrases(phrases: readonly string[]): Rule {
  const folded = phrases.map((phrase) => {
    const words = new TextView(phrase).words.text
    if (words.length > 0) return words.join(' ')
    throw new WhittleError('bad-file', `The phrase ${quoted(phrase)} has no word; use a pattern for it.`)
  })
  const trie = phraseTrie([...new Set(folded)])
  return (text) => {
    const { words } = new TextView(text)
    const found: CharRange[] = []
    eachOccurrence(trie, words, (_, from, to) => found.push([words.start[from]!, words.end[to - 1]!]))
    return found
  }
}
