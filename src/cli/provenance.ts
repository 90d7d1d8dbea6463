import { version } from '../../package.json'
import type { Provenance } from '../core/workspace/exports.ts'
import { bundledHashes } from '../encoder/node.ts'

/** What the command line says of itself in what it writes. */
export function provenance(): Provenance {
  const { encoder, dictionary, files } = bundledHashes()
  const tokenizer = files['tokenizer.json']
  return {
    whittle: version,
    created: new Date().toISOString(),
    extractor: { encoder, dictionary, tokenizer },
  }
}
