import { type ProtocolInfo, protocolInfo } from './protocols.ts'
import type { Protocol } from '../verdict.ts'

/** What protocols do to single responses, where that is not what they do to pairs. */
const OWN: Partial<Record<Protocol, Partial<ProtocolInfo>>> = {
  offsets: {
    formula: 'offset = −Σ_c λ_c·z_c(y)',
    plain:
      'Says of every response how much the decisions add to its reward, whatever its label; every response stays.',
    whenNot: 'Your trainer reads no offsets: KTO trainers ignore the column in silence.',
  },
  drop: {
    name: 'Drop',
    formula: 'drop the fewest responses, largest z first, with b ≤ b₀ − λ when refitted on the rest',
    plain:
      'Takes out good responses with the concept (bad ones, to amplify it), until the rest no longer teach it.',
    whenNot: 'Most good responses have the concept, or they teach something else that you want.',
  },
}

/** What is said of a protocol that acts on pairs, or on single responses. @throws RangeError for an id that is none */
export const protocolInfoFor = (id: Protocol, paired: boolean): ProtocolInfo =>
  paired ? protocolInfo(id) : { ...protocolInfo(id), ...OWN[id] }
