const paths = {
  suppress: 'M8 3v8M4.5 7.5 8 11l3.5-3.5M3.5 13.5h9',
  keep: 'M5 7V5a3 3 0 0 1 6 0v2M3.5 7h9v6.5h-9z',
  amplify: 'M8 13V5M4.5 8.5 8 5l3.5 3.5M3.5 2.5h9',
  check: 'M3 8.5 6.5 12 13 4.5',
  close: 'M4 4l8 8M12 4l-8 8',
  undo: 'M6 3 3 6l3 3M3 6h6.5a3.5 3.5 0 0 1 0 7H7',
  redo: 'M10 3l3 3-3 3M13 6H6.5a3.5 3.5 0 0 0 0 7H9',
  search: 'M7 12A5 5 0 1 0 7 2a5 5 0 0 0 0 10ZM10.5 10.5 14 14',
  left: 'M2.5 3h11v10h-11zM6.5 3v10',
  right: 'M2.5 3h11v10h-11zM9.5 3v10',
  download: 'M8 2.5v7M5 7l3 3 3-3M3 13h10',
  file: 'M4 2h5l3 3v9H4zM9 2v3h3',
  storage: 'M3 4c0-2.7 10-2.7 10 0v8c0 2.7-10 2.7-10 0zM3 4c0 2.7 10 2.7 10 0M3 8c0 2.7 10 2.7 10 0',
  theme: 'M8 2.5a5.5 5.5 0 1 0 0 11zM8 2.5a5.5 5.5 0 0 1 0 11',
  help: 'M6 6a2 2 0 1 1 2.7 1.9c-.5.2-.7.5-.7 1.1M8 11.8v.1M8 14.5a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13Z',
  up: 'M4.5 9.5 8 6l3.5 3.5',
  down: 'M4.5 6.5 8 10l3.5-3.5',
  chip: 'M4.5 4.5h7v7h-7zM6 2v2M10 2v2M6 12v2M10 12v2M2 6h2M2 10h2M12 6h2M12 10h2',
  plus: 'M8 3v10M3 8h10',
  minus: 'M3 8h10',
  move: 'M8 2v12M2 8h12M6 4l2-2 2 2M6 12l2 2 2-2M4 6 2 8l2 2M12 6l2 2-2 2',
  warning: 'M8 2 14.5 13.5h-13zM8 6.5v3M8 11.6v.1',
} as const

export type IconName = keyof typeof paths

/** Decorative: hidden from screen readers, since the text beside it or the button's label says the same. */
export function Icon({ name }: { name: IconName }) {
  return (
    <svg className="icon-glyph" viewBox="0 0 16 16" aria-hidden="true">
      <path d={paths[name]} />
    </svg>
  )
}
