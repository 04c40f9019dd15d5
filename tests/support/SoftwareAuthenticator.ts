import {
  createHash,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
  sign as signWith,
} from 'node:crypto';

interface Credential {
  readonly id: Buffer;
  readonly userHandle: string;
  readonly privateKey: KeyObject;
  counter: number;
}

/** How a ceremony departs from what an honest browser does. */
export interface Deviation {
  /** The page's origin, where it is not the one the authenticator was made for. */
  readonly origin?: string;
  /** The device did not ask who holds it. */
  readonly unverified?: boolean;
  /** The counter a copy of the authenticator would show. */
  readonly counter?: number;
  /** Answers another challenge than the one in the options. */
  readonly challenge?: string;
}

type Json = Record<string, unknown>;

const present = 0x01;
const verified = 0x04;
const withCredential = 0x40;

/**
 * An authenticator and the browser around it, in memory: ES256, discoverable credentials, no attestation
 * (https://www.w3.org/TR/webauthn-3/, sections 6.1 and 6.5). It answers as a page would send it on.
 */
export class SoftwareAuthenticator {
  readonly #origin: string;
  readonly #credentials: Credential[] = [];

  constructor(origin: string) {
    this.#origin = origin;
  }

  /** `navigator.credentials.create()`. */
  create(options: unknown, deviation: Deviation = {}): Json {
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const jwk = publicKey.export({ format: 'jwk' });
    const id = randomBytes(32);
    const userHandle = String(at(options, 'user', 'id'));
    this.#credentials.push({ id, userHandle, privateKey, counter: 0 });
    const coseKey = map([
      [integer(1), integer(2)],
      [integer(3), integer(-7)],
      [integer(-1), integer(1)],
      [integer(-2), binary(Buffer.from(String(jwk.x), 'base64url'))],
      [integer(-3), binary(Buffer.from(String(jwk.y), 'base64url'))],
    ]);
    const length = Buffer.alloc(2);
    length.writeUInt16BE(id.length);
    const authData = Buffer.concat([
      this.#authData(String(at(options, 'rp', 'id')), withCredential, 0, deviation),
      Buffer.alloc(16),
      length,
      id,
      coseKey,
    ]);
    const attestationObject = map([
      [text('fmt'), text('none')],
      [text('attStmt'), map([])],
      [text('authData'), binary(authData)],
    ]);
    return {
      ...this.#envelope(id),
      response: {
        clientDataJSON: this.#clientData('webauthn.create', options, deviation).toString(
          'base64url',
        ),
        attestationObject: attestationObject.toString('base64url'),
        transports: ['internal'],
      },
    };
  }

  /** `navigator.credentials.get()` with the newest credential. */
  get(options: unknown, deviation: Deviation = {}): Json {
    const credential = this.#credentials.at(-1);
    if (credential === undefined) throw new Error('This authenticator has no credential.');
    credential.counter += 1;
    const clientData = this.#clientData('webauthn.get', options, deviation);
    const authenticatorData = this.#authData(
      String(at(options, 'rpId')),
      0,
      deviation.counter ?? credential.counter,
      deviation,
    );
    const hash = createHash('sha256').update(clientData).digest();
    const signature = signWith(
      'sha256',
      Buffer.concat([authenticatorData, hash]),
      credential.privateKey,
    );
    return {
      ...this.#envelope(credential.id),
      response: {
        clientDataJSON: clientData.toString('base64url'),
        authenticatorData: authenticatorData.toString('base64url'),
        signature: signature.toString('base64url'),
        userHandle: credential.userHandle,
      },
    };
  }

  #envelope(id: Buffer): Json {
    const name = id.toString('base64url');
    return { id: name, rawId: name, type: 'public-key', clientExtensionResults: {} };
  }

  #clientData(type: string, options: unknown, deviation: Deviation): Buffer {
    return Buffer.from(
      JSON.stringify({
        type,
        challenge: deviation.challenge ?? at(options, 'challenge'),
        origin: deviation.origin ?? this.#origin,
        crossOrigin: false,
      }),
    );
  }

  #authData(rpId: string, flags: number, counter: number, deviation: Deviation): Buffer {
    const tail = Buffer.alloc(5);
    tail.writeUInt8(flags | present | (deviation.unverified ? 0 : verified), 0);
    tail.writeUInt32BE(counter, 1);
    return Buffer.concat([createHash('sha256').update(rpId).digest(), tail]);
  }
}

function at(value: unknown, ...path: readonly string[]): unknown {
  let found = value;
  for (const name of path) {
    if (typeof found !== 'object' || found === null) throw new Error(`No ${path.join('.')}.`);
    found = new Map<string, unknown>(Object.entries(found)).get(name);
  }
  return found;
}

/** CBOR (RFC 8949), as much of it as these messages need: one head, then the content. */
function head(major: number, value: number): Buffer {
  if (value < 24) return Buffer.from([(major << 5) | value]);
  if (value < 256) return Buffer.from([(major << 5) | 24, value]);
  return Buffer.from([(major << 5) | 25, value >> 8, value & 0xff]);
}
function integer(value: number): Buffer {
  return value < 0 ? head(1, -1 - value) : head(0, value);
}
function binary(content: Buffer): Buffer {
  return Buffer.concat([head(2, content.length), content]);
}
function text(content: string): Buffer {
  return Buffer.concat([head(3, Buffer.byteLength(content)), Buffer.from(content)]);
}
function map(pairs: readonly (readonly [Buffer, Buffer])[]): Buffer {
  return Buffer.concat([head(5, pairs.length), ...pairs.flat()]);
}
