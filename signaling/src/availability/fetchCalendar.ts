import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIP } from 'node:net';
import { AddressRefused, isOutside, lookupOutside } from './outsideAddress.ts';

export type FetchedCalendar =
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'read'; readonly text: string; readonly etag: string | null };

/** The address gives no calendar: refused, out of reach, too slow, too large, or an error. */
export class CalendarUnreachable extends Error {}

interface FetchOptions {
  /** Of the last answer; the server may then say that nothing has changed. */
  readonly etag: string | null;
  readonly signal: AbortSignal;
  /** Whether addresses of the own network may be fetched: for the demo and tests. */
  readonly allowPrivate: boolean;
}

const mostBytes = 5 * 1024 * 1024;
const mostRedirects = 3;
const timeoutMs = 10_000;

/**
 * Fetches an outside calendar (rule F2): http or https, at most 5 MB, 10 seconds and 3 redirects, and no
 * address inside the practice's own network, wherever a name or a redirect points.
 * @throws CalendarUnreachable; its message never holds the address, which is a secret
 */
export async function fetchCalendar(
  address: string,
  options: FetchOptions,
): Promise<FetchedCalendar> {
  const signal = AbortSignal.any([options.signal, AbortSignal.timeout(timeoutMs)]);
  try {
    let url = new URL(address);
    for (let redirects = 0; redirects <= mostRedirects; redirects += 1) {
      const response = await get(url, options, signal);
      const status = response.statusCode ?? 0;
      const { location, etag } = response.headers;
      if (status >= 300 && status < 400 && status !== 304 && location !== undefined) {
        response.destroy();
        url = new URL(location, url);
        continue;
      }
      if (status === 304 && options.etag !== null) {
        response.destroy();
        return { kind: 'unchanged' };
      }
      if (status !== 200) {
        response.destroy();
        throw new CalendarUnreachable(`answered ${status}`);
      }
      return { kind: 'read', text: await textOf(response), etag: etag ?? null };
    }
  } catch (thrown) {
    if (thrown instanceof CalendarUnreachable) throw thrown;
    const reason = thrown instanceof AddressRefused ? 'refused' : 'out of reach';
    throw new CalendarUnreachable(reason, { cause: thrown });
  }
  throw new CalendarUnreachable('too many redirects');
}

function get(url: URL, options: FetchOptions, signal: AbortSignal): Promise<IncomingMessage> {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw new AddressRefused('another protocol');
  }
  // A literal address is never looked up, so it is checked here.
  if (!options.allowPrivate && isIP(host) !== 0 && !isOutside(host)) {
    throw new AddressRefused('an inside address');
  }
  const request = url.protocol === 'https:' ? httpsRequest : httpRequest;
  return new Promise((resolve, reject) => {
    request(url, {
      signal,
      agent: false,
      ...(options.allowPrivate ? {} : { lookup: lookupOutside }),
      headers: {
        accept: 'text/calendar, */*;q=0.1',
        'accept-encoding': 'identity',
        'user-agent': 'Gabinet',
        ...(options.etag === null ? {} : { 'if-none-match': options.etag }),
      },
    })
      .once('response', resolve)
      .once('error', reject)
      .end();
  });
}

async function textOf(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > mostBytes) throw new CalendarUnreachable('too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
