import { type ErrorBody, errorBody } from '@gabinet/shared/contracts/errors';
import {
  type HttpName,
  type HttpOutput,
  type HttpRequestInput,
  http,
} from '@gabinet/shared/contracts/http';

/** The contracts as seen from here, so that a name leads to the type of its own answer. */
const outputs: {
  readonly [N in HttpName]: { output: { strict(): { parse(value: unknown): HttpOutput<N> } } };
} = http;

export interface Answer {
  status: number;
  headers: Headers;
  body: unknown;
}

/** Speaks the HTTP contracts as a browser's page would: with its origin and its one cookie. */
export class Api {
  readonly origin: string;
  /** The session cookie's value, once there is one. */
  cookie: string | undefined;
  /** The address a proxy would name, for a stack with TRUSTED_PROXIES: each has limits of its own. */
  readonly #address: string | undefined;

  constructor(origin: string, cookie?: string, address?: string) {
    this.origin = origin;
    this.cookie = cookie;
    this.#address = address;
  }

  /** Calls a contract and gives whatever came back. `bytes`: the body, where it takes bytes. */
  async send<N extends HttpName>(
    name: N,
    input: HttpRequestInput<N>,
    headers: Readonly<Record<string, string>> = {},
    bytes?: Uint8Array<ArrayBuffer>,
  ): Promise<Answer> {
    const { method, path } = http[name];
    const rest: Record<string, unknown> = { ...input };
    const address = path.replace(/:(\w+)/g, (_, parameter: string) => {
      const value = rest[parameter];
      delete rest[parameter];
      return encodeURIComponent(String(value));
    });
    if (method === 'get') return await this.raw(`${address}${queryOf(rest)}`);
    const form = bytes ? { 'content-type': 'application/octet-stream' } : {};
    return await this.raw(address, {
      method: method.toUpperCase(),
      headers: { ...form, ...headers },
      body: bytes ?? JSON.stringify(rest),
    });
  }

  /** Calls a contract that must succeed; the answer must have its declared form, nothing more. */
  async call<N extends HttpName>(name: N, input: HttpRequestInput<N>): Promise<HttpOutput<N>> {
    const answer = await this.send(name, input);
    if (answer.status !== 200) {
      throw new Error(`${name} answered ${answer.status}: ${JSON.stringify(answer.body)}`);
    }
    return outputs[name].output.strict().parse(answer.body);
  }

  /** Calls a contract that must be refused, with the body that all errors have. */
  async refusal<N extends HttpName>(
    name: N,
    input: HttpRequestInput<N>,
  ): Promise<ErrorBody['error'] & { status: number; headers: Headers }> {
    const { status, headers, body } = await this.send(name, input);
    return { ...errorBody.parse(body).error, status, headers };
  }

  /** Any request to the service. An `Origin` and JSON are assumed for what has a body. */
  async raw(path: string, init: RequestInit = {}): Promise<Answer> {
    const headers = new Headers(init.headers);
    if (this.cookie !== undefined) headers.set('cookie', `gabinet=${this.cookie}`);
    if (this.#address !== undefined) headers.set('x-forwarded-for', this.#address);
    if (init.body != null) {
      if (!headers.has('origin')) headers.set('origin', this.origin);
      if (!headers.has('content-type')) headers.set('content-type', 'application/json');
    }
    const response = await fetch(`${this.origin}${path}`, {
      redirect: 'manual',
      ...init,
      headers,
    });
    for (const line of response.headers.getSetCookie()) {
      const value = /^gabinet=([^;]*)/.exec(line)?.[1];
      if (value !== undefined) this.cookie = value === '' ? undefined : value;
    }
    const type = response.headers.get('content-type');
    if (type === 'application/octet-stream') {
      const body = Buffer.from(await response.arrayBuffer());
      return { status: response.status, headers: response.headers, body };
    }
    const text = await response.text();
    const json = text !== '' && type?.includes('json');
    return {
      status: response.status,
      headers: response.headers,
      body: json ? JSON.parse(text) : text,
    };
  }
}

/** What a page adds to an address when it reads; what is undefined is left out. */
function queryOf(input: Readonly<Record<string, unknown>>): string {
  const given = Object.entries(input).filter(([, value]) => value !== undefined);
  const query = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString();
  return query === '' ? '' : `?${query}`;
}
