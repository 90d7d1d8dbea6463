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
    return JSON.stringify({
      prompt: `Question ${i}: what should I know about ${topic}?`,
      chosen: `Start with **the basics of ${topic}** and practise for ${i + 2} days. It pays off quickly.`,
      rejected: `Perhaps ${topic} might be hard to explain in ${i + 2} words. It possibly depends on you.`,
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

/** A pair whose every text tries to be markup, and to read backwards. */
export const hostileLine = JSON.stringify({
  prompt: `Prompt ${HOSTILE}`,
  chosen: `Chosen ${HOSTILE} ${'long'.repeat(200)}`,
  rejected: `Rejected ${HOSTILE.replaceAll('**', '')}`,
})
