import { errorBody, errors } from '@gabinet/shared/contracts/errors';
import { http } from '@gabinet/shared/contracts/http';
import type { HttpContract } from '@gabinet/shared/contracts/http/contract';
import { z } from 'zod';
import { createDocument, type ZodOpenApiPathsObject } from 'zod-openapi';

const errorSchema = errorBody.meta({ id: 'Error' });
type Document = ReturnType<typeof createDocument>;

/** The OpenAPI document of all HTTP contracts. */
export function openApiDocument(): Document {
  const paths: ZodOpenApiPathsObject = {};
  for (const [name, contract] of Object.entries<HttpContract>(http)) {
    const path = contract.path.replaceAll(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [contract.method]: operation(name, contract) };
  }
  return createDocument({
    openapi: '3.1.0',
    info: {
      title: 'Gabinet',
      version: '1',
      description:
        'Instants are epoch milliseconds, UTC. Every error has the same body: a code for machines and a sentence for people.',
    },
    paths,
  });
}

/** Bytes have no schema in OpenAPI 3.1: their media type says it all. */
const bytes = { 'application/octet-stream': {} };

function operation(name: string, contract: HttpContract) {
  const inPath = [...contract.path.matchAll(/:(\w+)/g)].map((match) => match[1] ?? '');
  const fields = Object.entries(contract.input.shape);
  const path = z.object(Object.fromEntries(fields.filter(([field]) => inPath.includes(field))));
  const rest = z.object(Object.fromEntries(fields.filter(([field]) => !inPath.includes(field))));
  const hasRest = Object.keys(rest.shape).length > 0;
  return {
    operationId: name,
    summary: contract.summary,
    description: `Who: ${contract.who}.`,
    requestParams: {
      ...(inPath.length > 0 ? { path } : {}),
      ...(contract.method === 'get' && hasRest ? { query: rest } : {}),
    },
    ...(contract.body ? { requestBody: { content: bytes } } : {}),
    ...(contract.method !== 'get' && hasRest
      ? { requestBody: { content: { 'application/json': { schema: rest } } } }
      : {}),
    responses: {
      '200': {
        description: 'Done.',
        content:
          contract.answer === 'bytes' ? bytes : { 'application/json': { schema: contract.output } },
      },
      default: {
        description: `An error. Codes: ${Object.keys(errors).join(', ')}.`,
        content: { 'application/json': { schema: errorSchema } },
      },
    },
  };
}

/** The same as a plain page: no script, so that the strict CSP holds here too. */
export function docsPage(): string {
  const rows = Object.entries<HttpContract>(http).map(([name, contract]) => {
    const schema = (one: z.ZodObject) =>
      escapeHtml(
        JSON.stringify(z.toJSONSchema(one, { io: 'input', unrepresentable: 'any' }), null, 2),
      );
    const takes = contract.body
      ? `\n\nand a body of at most ${contract.body.maxBytes} bytes as they are`
      : '';
    const gives = contract.answer === 'bytes' ? 'bytes as they are' : schema(contract.output);
    return `<section><h2>${escapeHtml(contract.method.toUpperCase())} ${escapeHtml(contract.path)}</h2>
<p>${escapeHtml(contract.summary)} Who: ${contract.who}. Operation: ${name}.</p>
<details><summary>Takes</summary><pre>${schema(contract.input)}${takes}</pre></details>
<details><summary>Gives</summary><pre>${gives}</pre></details></section>`;
  });
  const codes = Object.entries(errors).map(
    ([code, { status, sentence }]) =>
      `<li><b>${code}</b> (${status}): ${escapeHtml(sentence)}</li>`,
  );
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Gabinet API</title>
<meta name="viewport" content="width=device-width"></head><body><h1>Gabinet API</h1>
<p>The machine-readable form is <a href="/api/openapi.json">/api/openapi.json</a>.</p>
${rows.join('\n')}<h2>Errors</h2><ul>${codes.join('')}</ul></body></html>`;
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
