import { z } from 'zod'

// zod's compiled parsers need eval, which the Content-Security-Policy forbids; even its probe for it is
// reported.
z.config({ jitless: true })

export { z }
