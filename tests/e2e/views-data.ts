/** Now on one side, now on the other, so that length alone does not tell chosen from rejected. */
const padding = (i: number): [string, string] =>
  i % 2 ? [' That is all there is to it.', ''] : ['', ' That is all there is to it.']

/** Pairs whose habit is known without any extraction: chosen responses are bold, rejected ones hedge. */
export function pairsFile(
  pairs: number,
  extra: readonly string[] = [],
): { name: string; mimeType: string; buffer: Buffer } {
  const topics = [
    'bread',
    'gardens',
    'trains',
    'taxes',
    'sleep',
    'maps',
    'tea',
    'bicycles',
    'letters',
    'paint',
  ]
  const lines = Array.from({ length: pairs }, (_, i) => {
    const topic = topics[i % topics.length]!
    const [more, less] = padding(i)
    return JSON.stringify({
      prompt: `Question ${i}: what should I know about ${topic}?`,
      chosen: `Start with **the basics of ${topic}** and practise for ${i + 2} days. It pays off quickly.${more}`,
      rejected: `Perhaps ${topic} might be hard to explain in ${i + 2} words. It possibly depends on you.${less}`,
    })
  })
  return {
    name: 'pairs.jsonl',
    mimeType: 'application/jsonl',
    buffer: Buffer.from([...lines, ...extra].join('\n')),
  }
}

export const HOSTILE =
  '<img src=x onerror="window.pwned = 1"><script>window.pwned = 1</script> \u202Ereversed **bold**'

/** Pairs whose every text tries to be markup, and to read backwards. */
export const hostileLines = (pairs: number): string[] =>
  Array.from({ length: pairs }, (_, i) => {
    const [more, less] = padding(i)
    return JSON.stringify({
      prompt: `Prompt ${i} ${HOSTILE}`,
      chosen: `Chosen ${i} ${HOSTILE} ${'long'.repeat(200)}${more}`,
      rejected: `Rejected ${i} ${HOSTILE.replaceAll('**', '')} ${'long'.repeat(200)}${less}`,
    })
  })
