import ReactMarkdown, { type Components, defaultUrlTransform } from 'react-markdown'
import remarkGfm from 'remark-gfm'
import { visibleText } from '../shared/visibleText.ts'

/**
 * Dataset text is hostile: HTML stays text, images are not loaded, and a link says where it leads and is
 * followed only by a click.
 */
const SAFE: Components = {
  img: ({ alt, src }) => (
    <span className="faint">
      [image{alt ? `: ${visibleText(alt)}` : ''}
      {typeof src === 'string' && src !== '' ? `, ${visibleText(src)}` : ''}]
    </span>
  ),
  a: ({ href, children }) =>
    href ? (
      <>
        <a href={href} target="_blank" rel="noopener noreferrer nofollow">
          {children}
        </a>{' '}
        <span className="faint link-target">({visibleText(href)})</span>
      </>
    ) : (
      <span>{children}</span>
    ),
  input: ({ checked }) => <span>{checked ? '☑' : '☐'}</span>,
}

/** Only addresses of the web: a link into this page, or to a file, has no place in a response. */
const safeUrl = (url: string): string => (/^https?:\/\//i.test(url) ? defaultUrlTransform(url) : '')

/** A response as it would be shown. */
export default function Markdown({ text }: { text: string }) {
  return (
    <div className="markdown" dir="auto">
      <ReactMarkdown remarkPlugins={[remarkGfm]} components={SAFE} urlTransform={safeUrl}>
        {visibleText(text)}
      </ReactMarkdown>
    </div>
  )
}
