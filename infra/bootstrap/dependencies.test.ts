import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { dependenciesAreCurrent, installedMatchesLock, lockFingerprint } from './dependencies.mjs';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'gabinet-lock-'));
  mkdirSync(join(root, 'node_modules'));
});
afterEach(() => rmSync(root, { recursive: true }));

const lock = {
  packages: {
    '': { version: '0.1.0' },
    'node_modules/a': { version: '1.0.0' },
    'node_modules/other-platform': { version: '1.0.0', optional: true },
  },
};

function put(name: string, content: unknown): void {
  writeFileSync(join(root, name), JSON.stringify(content));
}

test('an installation without an optional package of another platform matches its lock', () => {
  expect(installedMatchesLock(lock, { packages: { 'node_modules/a': { version: '1.0.0' } } })).toBe(
    true,
  );
});

test('another version, a missing package and a left-over package each count as a difference', () => {
  expect(installedMatchesLock(lock, { packages: { 'node_modules/a': { version: '2.0.0' } } })).toBe(
    false,
  );
  expect(installedMatchesLock(lock, { packages: {} })).toBe(false);
  const leftOver = {
    'node_modules/a': { version: '1.0.0' },
    'node_modules/b': { version: '1.0.0' },
  };
  expect(installedMatchesLock(lock, { packages: leftOver })).toBe(false);
});

test('nothing installed is not current; what npm itself installed is, and is remembered', () => {
  put('package-lock.json', lock);
  expect(dependenciesAreCurrent(root)).toBe(false);
  put('node_modules/.package-lock.json', { packages: { 'node_modules/a': { version: '1.0.0' } } });
  expect(dependenciesAreCurrent(root)).toBe(true);
  rmSync(join(root, 'node_modules/.package-lock.json'));
  expect(dependenciesAreCurrent(root)).toBe(true);
});

test('a changed lock file is noticed', () => {
  put('package-lock.json', lock);
  const text = readFileSync(join(root, 'package-lock.json'), 'utf8');
  writeFileSync(join(root, 'node_modules/.gabinet-lock'), lockFingerprint(text));
  expect(dependenciesAreCurrent(root)).toBe(true);
  put('package-lock.json', {
    packages: { ...lock.packages, 'node_modules/new': { version: '1.0.0' } },
  });
  expect(dependenciesAreCurrent(root)).toBe(false);
});
