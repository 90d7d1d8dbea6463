// Node's own loader reads no TypeScript: this makes a thread read it, whatever runs the process.
import { register } from 'tsx/esm/api'

register()
await import('./node-thread.ts')
