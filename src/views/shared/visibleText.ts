/** C0 and C1 controls, zero-width and bidirectional formatting characters; tab and line feed are wanted. */
const UNSEEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g

/**
 * Replaces characters of dataset text that hide or reorder it by their code point, as in "‹U+202E›". Offsets
 * change: split a text at its marks first, then make each part visible.
 */
export function visibleText(text: string): string {
  return text.replace(/\r\n/g, '\n').replace(UNSEEN, (character) => {
    const code = character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')
    return `‹U+${code}›`
  })
}
