import { randomUUID } from 'node:crypto';
import { type SessionRequestName, sessionRequests } from '@gabinet/shared/contracts/session';
import { z } from 'zod';

/** Messages of a page made from the contract itself, so that those of tomorrow are among them. */

export const requestNames = Object.keys(sessionRequests).map((name) => name as SessionRequestName);

/** Values for properties of that name, in place of made-up ones. */
export type Known = Readonly<Record<string, unknown>>;

const node = z.looseObject({
  type: z.string().optional(),
  format: z.string().optional(),
  const: z.unknown().optional(),
  enum: z.array(z.unknown()).optional(),
  anyOf: z.array(z.unknown()).optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
  items: z.unknown().optional(),
  minItems: z.number().optional(),
  minimum: z.number().optional(),
});

/** A well-formed message of that name. */
export function sampleOf(name: SessionRequestName, known: Known = {}): unknown {
  return build(z.toJSONSchema(sessionRequests[name].input, { io: 'input' }), '', known);
}

function build(schema: unknown, property: string, known: Known): unknown {
  if (Object.hasOwn(known, property)) return known[property];
  const one = node.parse(schema);
  if (one.const !== undefined) return one.const;
  if (one.enum) return one.enum[0];
  if (one.anyOf) return build(one.anyOf[0], property, known);
  switch (one.type) {
    case 'object':
      return Object.fromEntries(
        Object.entries(one.properties ?? {}).map(([key, of]) => [key, build(of, key, known)]),
      );
    case 'array':
      return Array.from({ length: Math.max(1, one.minItems ?? 0) }, () =>
        build(one.items, singular(property), known),
      );
    case 'string':
      return one.format === 'uuid' ? randomUUID() : 'x';
    case 'integer':
    case 'number':
      return Math.max(0, one.minimum ?? 0);
    case 'boolean':
      return true;
    default:
      return null;
  }
}

/** `consumerIds` holds what `consumerId` would be. */
function singular(property: string): string {
  return property.replace(/s$/, '');
}

/** Ways to spoil a message. Some are still well formed; who sends them asks the contract. */
export function spoiled(good: unknown): unknown[] {
  const whole = [undefined, null, 0, '', 'text', true, [], [[]], 1e308, Buffer.from('bytes')];
  if (typeof good !== 'object' || good === null) return whole;
  const wrong = [null, -1, 1.5, '', {}, [], 'x'.repeat(9_000), Array(300).fill('x'), 2 ** 60];
  return [
    ...whole,
    nested(400),
    ...Object.keys(good).flatMap((key) => [
      ...wrong.map((value) => ({ ...good, [key]: value })),
      Object.fromEntries(Object.entries(good).filter(([other]) => other !== key)),
    ]),
  ];
}

function nested(depth: number): unknown {
  let value: unknown = {};
  for (let level = 0; level < depth; level += 1) value = { value };
  return value;
}

/** The same order for the same seed (mulberry32). */
export function shuffled<T>(values: readonly T[], seed: number): T[] {
  const order = [...values];
  let state = seed;
  const random = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  for (let last = order.length - 1; last > 0; last -= 1) {
    const other = Math.floor(random() * (last + 1));
    const [one, two] = [order[last], order[other]];
    if (one !== undefined && two !== undefined) [order[last], order[other]] = [two, one];
  }
  return order;
}
