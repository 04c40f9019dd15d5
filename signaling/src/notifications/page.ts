/** A mail's body as blocks, written out twice: as plain text and as simple HTML without anything remote. */

export type Block =
  | { readonly type: 'text'; readonly text: string }
  /** A sentence, and an address that can be pressed. */
  | { readonly type: 'link'; readonly text: string; readonly url: string }
  | { readonly type: 'facts'; readonly facts: readonly (readonly [label: string, value: string])[] }
  /** Times, each with a link where there is one. */
  | { readonly type: 'times'; readonly times: readonly { text: string; url: string | null }[] };

export function plainText(blocks: readonly Block[]): string {
  return `${blocks.map(plainBlock).join('\n\n')}\n`;
}

function plainBlock(block: Block): string {
  switch (block.type) {
    case 'text':
      return block.text;
    case 'link':
      return `${block.text}\n${block.url}`;
    case 'facts':
      return block.facts.map(([label, value]) => `${label}: ${value}`).join('\n');
    case 'times':
      return block.times
        .map(({ text, url }, index) => `${index + 1}. ${text}${url === null ? '' : `\n   ${url}`}`)
        .join('\n');
  }
}

const styles = {
  body: 'margin:0;padding:24px;font:16px/1.55 system-ui,-apple-system,Segoe UI,Roboto,sans-serif',
  main: 'max-width:36rem;margin:0 auto',
  paragraph: 'margin:0 0 16px;overflow-wrap:anywhere',
  term: 'font-weight:600',
  detail: 'margin:0 0 8px',
} as const;

export function htmlPage(language: string, title: string, blocks: readonly Block[]): string {
  return [
    '<!doctype html>',
    `<html lang="${escapeHtml(language)}"><head><meta charset="utf-8">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    // Lets programs with a dark theme turn the colours, for we set none.
    '<meta name="color-scheme" content="light dark">',
    `<title>${escapeHtml(title)}</title></head>`,
    `<body style="${styles.body}"><main style="${styles.main}">`,
    ...blocks.map(htmlBlock),
    '</main></body></html>',
    '',
  ].join('\n');
}

function htmlBlock(block: Block): string {
  switch (block.type) {
    case 'text':
      return paragraph(escapeHtml(block.text));
    case 'link':
      return paragraph(`${escapeHtml(block.text)}<br>${anchor(block.url)}`);
    case 'facts':
      return `<dl style="${styles.paragraph}">${block.facts
        .map(
          ([label, value]) =>
            `<dt style="${styles.term}">${escapeHtml(label)}</dt><dd style="${styles.detail}">${escapeHtml(value)}</dd>`,
        )
        .join('')}</dl>`;
    case 'times':
      return `<ol style="${styles.paragraph}">${block.times
        .map(
          ({ text, url }) =>
            `<li style="${styles.detail}">${escapeHtml(text)}${url === null ? '' : `<br>${anchor(url)}`}</li>`,
        )
        .join('')}</ol>`;
  }
}

function paragraph(html: string): string {
  return `<p style="${styles.paragraph}">${html}</p>`;
}

function anchor(url: string): string {
  return `<a href="${escapeHtml(url)}">${escapeHtml(url)}</a>`;
}

function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
