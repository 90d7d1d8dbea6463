/** Cases that are not read right yet: exactly these. */
export const NOT_YET: readonly string[] = [
  'c01_nan_every_row.jsonl',
  'c04_pandas_columns.json',
  'c06_dict_of_lists.json',
  'c09_datasets_server.json',
  'c10_trailing_commas.jsonl',
  'c12_cp1252.csv',
  'c15_utf16_nobom.jsonl',
  'c17_excel_sep_line.csv',
  'c20_raw_quotes.tsv',
  'c22_padded.jsonl.gz',
  'c24_train.tar',
  'c26_data-00000-of-00001.arrow',
  'c28_sheet.xlsx',
  'c40_raw_control.jsonl',
  'd01_one_byte_hang.parquet',
]

/** Those of them that cannot even be tried, since they never end. */
export const HANGS: readonly string[] = ['d01_one_byte_hang.parquet']
