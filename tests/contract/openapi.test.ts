import { http } from '@gabinet/shared/contracts/http';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { Api } from '../support/Api.ts';
import { useStack } from '../support/useStack.ts';

const used = useStack();

/** The parts of OpenAPI 3.1 that our document consists of. */
const operation = z.object({
  summary: z.string().min(1),
  operationId: z.string().optional(),
  parameters: z
    .array(z.looseObject({ name: z.string(), in: z.enum(['path', 'query', 'header', 'cookie']) }))
    .optional(),
  responses: z.record(z.string().regex(/^([1-5]\d\d|default)$/), z.looseObject({})),
});
const document = z.object({
  openapi: z.string().regex(/^3\.1\.\d$/),
  info: z.object({ title: z.string().min(1), version: z.string().min(1) }),
  paths: z.record(
    z.string().startsWith('/'),
    z.partialRecord(z.enum(['get', 'post', 'put', 'delete']), operation),
  ),
  components: z.looseObject({}).optional(),
});

test('the document lists each contract under its method and path, and nothing else', async () => {
  const answer = await new Api(used.stack.origin()).raw('/api/openapi.json');
  expect(answer.status).toBe(200);
  const { paths } = z
    .object({ paths: z.record(z.string(), z.record(z.string(), z.unknown())) })
    .parse(answer.body);
  const listed = Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method} ${path}`),
  );
  const declared = Object.values(http).map(
    ({ method, path }) => `${method} ${path.replace(/:(\w+)/g, '{$1}')}`,
  );
  expect(listed.sort()).toEqual(declared.sort());
});

test('the document has the form of OpenAPI 3.1 and its references lead somewhere', async () => {
  const answer = await new Api(used.stack.origin()).raw('/api/openapi.json');
  const whole = document.partial({ components: true }).parse(answer.body);
  for (const [path, methods] of Object.entries(whole.paths)) {
    const inPath = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
    for (const one of Object.values(methods)) {
      const named = (one?.parameters ?? []).filter((each) => each.in === 'path');
      expect(named.map((each) => each.name)).toEqual(inPath);
    }
  }
  const text = JSON.stringify(answer.body);
  for (const [, pointer] of text.matchAll(/"\$ref":"#\/([^"]+)"/g)) {
    let at: unknown = answer.body;
    for (const key of pointer?.split('/') ?? []) {
      at = typeof at === 'object' && at !== null ? new Map(Object.entries(at)).get(key) : undefined;
    }
    expect(at, pointer).toBeDefined();
  }
});

test('the docs page is there and loads nothing from elsewhere', async () => {
  const page = await new Api(used.stack.origin()).raw('/api/docs');
  expect(page.status).toBe(200);
  expect(page.headers.get('content-type')).toContain('text/html');
  expect(String(page.body)).not.toMatch(/(src|href)="(https?:)?\/\//);
});
