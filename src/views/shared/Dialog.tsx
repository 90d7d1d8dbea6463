import { type ReactNode, useEffect, useId, useRef } from 'react'
import { Icon } from './Icon.tsx'

/** A modal dialog: the browser keeps the focus inside and closes it on Escape. */
export function Dialog({
  title,
  onClose,
  children,
}: {
  title: string
  onClose: () => void
  children: ReactNode
}) {
  const dialog = useRef<HTMLDialogElement>(null)
  const heading = useId()

  useEffect(() => {
    const element = dialog.current
    element?.showModal()
    return () => element?.close()
  }, [])

  const onCancel = (event: { preventDefault: () => void }) => {
    event.preventDefault()
    onClose()
  }

  return (
    <dialog ref={dialog} className="dialog" aria-labelledby={heading} onCancel={onCancel}>
      <h2 id={heading}>{title}</h2>
      {children}
      <button className="plain icon close" aria-label="Close" onClick={onClose}>
        <Icon name="close" />
      </button>
    </dialog>
  )
}
