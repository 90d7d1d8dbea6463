import 'react'

declare module 'react' {
  /** Custom properties carry data into stylesheets. */
  interface CSSProperties {
    '--level'?: number
    '--share'?: number
  }
}
