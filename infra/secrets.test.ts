import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { SetupError } from './SetupError.ts';
import { readOrMakeSecrets } from './secrets.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gabinet-secrets-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('secrets are made once, with 32 bytes each, in a file that only its owner reads', () => {
  const made = readOrMakeSecrets(folder);
  const values = Object.values(made);
  expect(new Set(values).size).toBe(4);
  for (const value of values) expect(Buffer.from(value, 'base64url')).toHaveLength(32);
  expect(statSync(join(folder, 'secrets.json')).mode & 0o777).toBe(0o600);
  expect(readdirSync(folder)).toEqual(['secrets.json']);
  expect(readOrMakeSecrets(folder)).toEqual(made);
});

test('a file that others may read is refused, with what to do', () => {
  readOrMakeSecrets(folder);
  chmodSync(join(folder, 'secrets.json'), 0o640);
  expect(() => readOrMakeSecrets(folder)).toThrow(/chmod 600/);
});

test.each(['', '{}', '{"SERVICE_SECRET":"short"}'])(
  'a damaged file (%j) is never replaced',
  (text) => {
    writeFileSync(join(folder, 'secrets.json'), text, { mode: 0o600 });
    expect(() => readOrMakeSecrets(folder)).toThrow(SetupError);
  },
);
