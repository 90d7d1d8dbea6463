/**
 * Words that people search with, and parts of labels and descriptions that mean the same. Keys are matched as
 * prefixes of what is typed ("sycophan" for "sycophancy", "sycophantic"); each part is looked for on its own.
 */
const SYNONYMS: Readonly<Record<string, readonly string[]>> = {
  sycophan: ['flatter', 'praise', 'agree', 'sides with', 'compliment'],
  flatter: ['praise', 'compliment'],
  refus: ['declin', 'unable to help', 'cannot help'],
  moral: ['lectur', 'ethic', 'disclaim', 'preach', 'caution'],
  preach: ['moral', 'lectur', 'ethic'],
  hedg: ['uncertain', 'qualif', 'possib'],
  uncertain: ['hedg', 'unsure', 'possib'],
  overconfiden: ['certain', 'assert', 'confiden'],
  verbos: ['length', 'word count', 'long'],
  length: ['words', 'long'],
  format: ['bold', 'list', 'heading', 'markdown', 'table', 'italic'],
  markdown: ['bold', 'heading', 'list', 'code'],
  hallucinat: ['link', 'citation', 'url', 'source'],
  citation: ['source', 'reference', 'link', 'bracketed'],
  medical: ['health', 'doctor', 'symptom', 'professional'],
  legal: ['law', 'lawyer', 'professional'],
  safety: ['refus', 'disclaim', 'warn', 'harm'],
  toxic: ['insult', 'offens', 'profan', 'rude'],
  empath: ['sympath', 'feeling', 'comfort', 'sorry'],
  apolog: ['sorry', 'regret'],
  enthusias: ['exclamation', 'excit', 'cheer'],
  cheer: ['exclamation', 'enthusias', 'emoji'],
  question: ['asks', 'clarif'],
  repeat: ['repetit', 'restate'],
  persona: ['as an ai', 'first person'],
}

/** What a typed word may stand for: itself, and the parts of labels that mean the same. */
export function meanings(word: string): readonly string[] {
  const found = Object.entries(SYNONYMS).filter(([key]) => word.startsWith(key) || key.startsWith(word))
  // Of one or two letters everything is a prefix.
  return word.length < 3 ? [word] : [word, ...found.flatMap(([, parts]) => parts)]
}
