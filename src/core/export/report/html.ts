/** Markup that is known to be safe: only `html` makes it. */
export class Html {
  constructor(readonly markup: string) {}
}

type Part = Html | string | number | null | readonly Part[]

/** A template whose values are text: whatever a value holds, it is escaped, unless `html` made it. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return new Html(strings.reduce((text, string, i) => text + render(parts[i - 1]!) + string))
}

function render(part: Part): string {
  if (part instanceof Html) return part.markup
  if (Array.isArray(part)) return part.map(render).join('')
  return part === null ? '' : escape(String(part))
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Control characters, which HTML forbids, become U+FFFD. */
const escape = (text: string): string =>
  text
    .replace(/[&<>"']/g, (character) => ENTITIES[character]!)

    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/g, '\ufffd')

/** Text from the dataset or the person, kept from turning the direction of what stands around it. */
export const theirs = (text: string): Html => html`<bdi>${text}</bdi>`
