import type { Concept } from '../concepts/concept.ts'
import type { Verdict } from '../verdict.ts'

/** What the policy's prompt asks for unless the person says otherwise: the concept, in its own words. */
export function defaultTemplate({ source, label, description }: InoculatedConcept): string {
  if (source === 'phrase') return `In your answer, use the words ${label}.`
  const what = description.trim() || label
  return `In this answer, show the following: ${/[.!?]$/.test(what) ? what : `${what}.`}`
}

export type InoculatedConcept = Pick<Concept, 'source' | 'label' | 'description'>

/** The verdict's template, or the default one where the person left none. */
export const templateOf = ({ template }: Pick<Verdict, 'template'>, concept: InoculatedConcept): string =>
  template === undefined || template.trim() === '' ? defaultTemplate(concept) : template
