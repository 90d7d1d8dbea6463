import { Component, type ReactNode } from 'react'
import { toFailure } from '../../core/failure.ts'
import { Icon } from './Icon.tsx'

interface Props {
  /** The part that could not be shown, as in "the evidence". */
  readonly what: string
  readonly children: ReactNode
}

/**
 * Shows an error in place of a part that fails to render; the rest of the screen and all decisions are not
 * affected.
 */
export class ErrorBoundary extends Component<Props, { readonly message: string | null }> {
  override readonly state = { message: null }

  static getDerivedStateFromError(error: unknown) {
    return { message: toFailure(error).message }
  }

  override render() {
    const { message } = this.state
    if (message === null) return this.props.children
    return (
      <div className="nothing" role="alert">
        <p className="banner error">
          <Icon name="warning" /> Whittle could not show {this.props.what}. None of your decisions is lost.
        </p>
        <p className="soft data-text">{message}</p>
        <button onClick={() => this.setState({ message: null })}>Try again</button>
      </div>
    )
  }
}
