import { describe, expect, it } from 'vitest';
import { isOwnOrigin } from './origins.ts';

const publicUrl = new URL('https://gabinet.example/');

describe('X3 origins', () => {
  it.each([
    ['https://gabinet.example', 'gabinet.example', publicUrl, true],
    ['https://gabinet.example.evil.test', 'gabinet.example', publicUrl, false],
    ['http://gabinet.example', 'gabinet.example', publicUrl, false],
    ['http://127.0.0.1:3000', '127.0.0.1:3000', publicUrl, false],
    ['http://127.0.0.1:3000', '127.0.0.1:3000', undefined, true],
    ['http://localhost:3000', 'localhost:3000', undefined, true],
    ['http://localhost:3001', 'localhost:3000', undefined, false],
    ['http://evil.test', 'evil.test', undefined, false],
    ['null', '127.0.0.1:3000', undefined, false],
    [undefined, '127.0.0.1:3000', undefined, false],
  ])('%s at %s', (origin, host, url, own) => {
    expect(isOwnOrigin(origin, host, url)).toBe(own);
  });
});
