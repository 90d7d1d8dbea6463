/**
 * Bounds against hostile or mistaken files. A file past one is refused with a sentence; a row past one is a
 * bad row.
 */

/** Bytes of a file once unpacked: 1 GiB, five times the largest file that memory was measured with. */
export const MAX_FILE_BYTES = 2 ** 30

/**
 * Bytes of JSON that has to be one string (a table by columns, a wrapper around rows): V8 has no longer
 * strings.
 */
export const MAX_DOCUMENT_BYTES = 2 ** 29 - 24

/** Bytes of one row of text: a line of JSONL, an object of a list, a record of CSV. */
export const MAX_ROW_BYTES = 16 * 2 ** 20

/** Bytes of a spreadsheet: it is read in one piece, and its XML is ten times as large as what is in it. */
export const MAX_SHEET_BYTES = 64 * 2 ** 20

/** UTF-16 code units of one prompt or response. */
export const MAX_TEXT_LENGTH = 1_000_000

/** Levels of lists and objects in one row; far more than any format, far less than what overflows a stack. */
export const MAX_DEPTH = 64

/** Columns that are listed. */
export const MAX_COLUMNS = 1000

/** Rows of a file. */
export const MAX_ROWS = 20_000_000

/** Files in an archive or a folder that are looked at. */
export const MAX_PARTS = 10_000
