/** What a child tells its supervisor over the channel between them. */

/** Addresses that a person opens, shown on the console. */
export type Links = { psychologist?: string; client?: string; mail?: string; owner?: string };
const linkNames = ['psychologist', 'client', 'mail', 'owner'] as const;

export type ChildMessage =
  | { type: 'ready'; url: string; links: Links }
  /** It can't work until a person mends what the sentence says. */
  | { type: 'fatal'; sentence: string };

/** Parses what came over the channel; gives undefined for anything that isn't one of ours. */
export function parseChildMessage(message: unknown): ChildMessage | undefined {
  if (typeof message !== 'object' || message === null) return undefined;
  const fields = new Map<string, unknown>(Object.entries(message));
  const type = fields.get('type');
  if (type === 'fatal') return { type, sentence: text(fields.get('sentence')) ?? 'It ended.' };
  if (type === 'ready') {
    return { type, url: text(fields.get('url')) ?? '', links: parseLinks(fields.get('links')) };
  }
  return undefined;
}

function parseLinks(value: unknown): Links {
  const links: Links = {};
  if (typeof value !== 'object' || value === null) return links;
  const given = new Map<string, unknown>(Object.entries(value));
  for (const name of linkNames) {
    const link = text(given.get(name));
    if (link !== undefined) links[name] = link;
  }
  return links;
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
