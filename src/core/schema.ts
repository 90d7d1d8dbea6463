import { z } from 'zod'

// zod compiles parsers with eval, which the Content-Security-Policy forbids; even zod's test for eval is
// reported as a violation.
z.config({ jitless: true })

export { z }
