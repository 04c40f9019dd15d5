import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { factsOf } from './check.ts';
import { checkCompose } from './compose.ts';
import { checkDockerfile, parseDockerfile } from './dockerfile.ts';

const root = join(import.meta.dirname, '..', '..');
const good = readFileSync(join(root, 'docker-compose.yml'), 'utf8');
const facts = factsOf(root);

/** The real file with one thing changed, which must be there to be changed. */
function spoiled(before: string | RegExp, after: string): string[] {
  const text = good.replace(before, after);
  expect(text).not.toBe(good);
  return checkCompose(text, facts);
}

test('our own stack passes, and the program says so in one line', async () => {
  expect(checkCompose(good, facts)).toEqual([]);
  const { stdout } = await promisify(execFile)(process.execPath, [
    join(root, 'infra', 'compose', 'check.ts'),
  ]);
  expect(stdout).toBe('docker-compose.yml: ok\n');
});

describe('a bad stack is told by a sentence', () => {
  const cases: readonly [string, string | RegExp, string, string][] = [
    ['a key twice', 'name: gabinet', 'name: gabinet\nname: other', 'Map keys must be unique'],
    ['a key nobody knows', '    user: postgres', '    users: postgres', 'key users is unknown'],
    ['a service that is gone', /^ {2}redis:$/m, '  cache:', 'the service redis is missing'],
    ['an image without a version', 'postgres:18.4-bookworm', 'postgres', 'pin a version'],
    ['the latest image', 'coturn/coturn:4.17.0', 'coturn/coturn:latest', 'pin a version'],
    ['a version too wide', 'redis:8.4.0-bookworm', 'redis:8', 'pin a version'],
    ['neither image nor build', '    image: postgres:18.4-bookworm\n', '', 'either an image or a'],
    ['a Dockerfile that is gone', 'Dockerfile.sfu', 'Dockerfile.none', 'does not exist'],
    ['a writable file system', 'read_only: true', 'read_only: false', 'must be read_only'],
    ['capabilities kept', 'cap_drop: [ALL]', 'cap_drop: []', 'drop all capabilities'],
    ['a capability too many', '[NET_BIND_SERVICE]', '[SYS_ADMIN]', 'may add no capability'],
    ['new privileges', 'no-new-privileges:true', 'seccomp:default', 'must have no-new-privileges'],
    ['root', 'user: redis', "user: '0:0'", 'must not run as root'],
    ['nobody named', '    user: postgres\n', '', 'must name a user'],
    [
      'no health check',
      /healthcheck:\n {6}test: \[CMD, pg_isready.*\]/,
      'healthcheck:',
      'a test is',
    ],
    [
      'a database in the open',
      '    user: postgres',
      "    ports: ['5432:5432']",
      'publish 5432:5432',
    ],
    ['Redis in the open', '    user: redis', "    ports: ['6379:6379']", 'publish 6379:6379'],
    ['media control in the open', '40000-40001:40000-40001/udp', '4100:4100', 'exactly the media'],
    ['more workers than ports', 'SFU_WORKERS: "2"', 'SFU_WORKERS: "3"', 'exactly the media'],
    ['control on every address', 'SFU_HOST: 172.30.10.20', 'SFU_HOST: 0.0.0.0', 'SFU_HOST must be'],
    ['a private net with a way out', '    internal: true\n', '', 'may only be in an internal'],
    ['a network nobody made', 'networks: [edge]', 'networks: [front]', 'front is not declared'],
    ['a volume nobody made', 'proxy-data:/data', 'lost:/data', 'the volume lost is not'],
    [
      'a file that is gone',
      './infra/docker/coturn/turnserver.conf',
      './gone.conf',
      'does not exist',
    ],
    ['a name nobody reads', 'TRUSTED_PROXIES:', 'TRUST_PROXIES:', 'is not read by its program'],
    ['a secret written down', /TICKET_SECRET: .*/, 'TICKET_SECRET: abc', 'must come from outside'],
    [
      'a secret with a default',
      /TURN_SECRET: .*/,
      `TURN_SECRET: ${'$'}{X:-y}`,
      'must come from outside',
    ],
    [
      'a setting that may be empty',
      /PUBLIC_URL: .*/,
      `PUBLIC_URL: https://${'$'}{HOST}`,
      'neither a',
    ],
    [
      'a dependency that is gone',
      'depends_on:\n      signaling:',
      'depends_on:\n      web:',
      'no service',
    ],
  ];
  test.each(cases)('%s', (_name, before, after, sentence) => {
    expect(spoiled(before, after).join('\n')).toContain(sentence);
  });
});

describe('Dockerfiles', () => {
  const check = (text: string) =>
    checkDockerfile('Dockerfile', text, {
      exists: (path) => path === 'here',
      nodeVersion: '26.10.0',
    }).join('\n');
  const fine =
    'FROM node:26.10.0-slim AS one\nCOPY here .\nFROM one\nCOPY --from=one /a /b\nUSER node\n';

  test('continued lines are one instruction, comments none', () => {
    expect(parseDockerfile('# a\nRUN a \\\n  # b\n  && c\n')).toEqual([
      { name: 'RUN', rest: 'a && c' },
    ]);
  });

  test('a fine one passes', () => {
    expect(check(`${fine}CMD ["node", "a.ts"]\n`)).toBe('');
  });

  test.each([
    ['no FROM', 'RUN true\nUSER node', 'must begin with FROM'],
    ['an unknown instruction', `${fine}COPPY a b`, 'unknown instruction COPPY'],
    ['an image without a version', 'FROM debian\nUSER node', 'pin a version'],
    ['another Node', 'FROM node:24.1.0\nUSER node', 'pins Node 26.10.0'],
    ['a stage nobody made', `${fine}COPY --from=two /a /b`, 'no earlier stage'],
    ['a file that is gone', `${fine}COPY gone .`, 'copies gone'],
    ['a shell as the first process', `${fine}CMD node a.ts`, 'JSON list'],
    ['root', 'FROM debian:12.1\nRUN true', 'ends as root'],
    ['root again in the last stage', `${fine}FROM one\nRUN true`, 'ends as root'],
  ])('%s is told', (_name, text, sentence) => {
    expect(check(text)).toContain(sentence);
  });
});
