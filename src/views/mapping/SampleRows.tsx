import type { MappingRequest } from '../../protocol/data.ts'
import { visibleText } from '../shared/visibleText.ts'
import type { Choice } from './choice.ts'

const ROLES = {
  columns: { prompt: 'prompt', chosen: 'chosen', rejected: 'rejected' },
  labelled: { prompt: 'prompt', a: 'response A', b: 'response B', label: 'label' },
  scored: { prompt: 'prompt', a: 'response A', b: 'response B', aScore: 'score of A', bScore: 'score of B' },
  ranked: { prompt: 'prompt', answers: 'answers' },
  ordered: { prompt: 'prompt' },
  branches: {},
  rows: { prompt: 'prompt', response: 'response', label: 'score' },
  judged: { prompt: 'prompt', response: 'response', label: 'label' },
} as const

function roleOf(column: string, choice: Choice): string | undefined {
  const roles: Partial<Record<keyof Choice, string>> = ROLES[choice.kind]
  for (const [key, role] of Object.entries(roles)) {
    if (choice[key as keyof Choice] === column) return role
  }
  return undefined
}

/** The file's first rows, with the role assigned to each column. */
export function SampleRows({ request, choice }: { request: MappingRequest; choice: Choice }) {
  return (
    <div className="sample" tabIndex={0} role="region" aria-label="First rows of the file">
      <table>
        <thead>
          <tr>
            {request.columns.map((column) => (
              <th key={column} scope="col">
                <span className="data-text">{visibleText(column)}</span>
                <span className="role">{roleOf(column, choice)}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {request.sample.map((row, index) => (
            <tr key={index}>
              {request.columns.map((column) => (
                <td key={column}>
                  <div className="data-text sample-cell">{visibleText(row[column] ?? '')}</div>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
