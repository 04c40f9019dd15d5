import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { CaseFileError, readCases } from './form.ts';

const folder = mkdtempSync(join(tmpdir(), 'gabinet-case-files-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const given = {
  durationMinutes: 60,
  stepMinutes: 60,
  now: '2026-12-01T00:00:00Z',
  zone: 'Europe/Warsaw',
  rules: [{ weekday: 1, start: '09:00', end: '12:00' }],
};
const good = { id: 'a case', given, from: '2027-01-11', to: '2027-01-11', expect: [] };

let files = 0;
function fileOf(content: unknown): string {
  files += 1;
  const file = join(folder, `${files}.json`);
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
}

describe('B1 files of cases', () => {
  test('B1 what is not said has its plain meaning', () => {
    expect(readCases(fileOf([good]))).toMatchObject([
      {
        given: { bufferAfterMinutes: 0, zones: [{ from: null, zone: 'Europe/Warsaw' }], busy: [] },
      },
    ]);
  });

  test('B1 a busy time may be told in short, and a zone change under either name', () => {
    const busy = (kind: string) => ({
      start: '2027-01-11T08:00Z',
      end: '2027-01-11T09:00Z',
      kind,
    });
    const zoneChanges = [{ from: '2027-01-18', zone: 'UTC' }];
    const short = ['transparent', 'cancelled', 'hold', 'external'].map(busy);
    expect(
      readCases(fileOf([{ ...good, given: { ...given, busy: short, zoneChanges } }])),
    ).toMatchObject([
      {
        given: {
          zones: [{ from: null, zone: 'Europe/Warsaw' }, ...zoneChanges],
          busy: [
            { kind: 'external', transparent: true },
            { kind: 'appointment', status: 'cancelled' },
            { kind: 'appointment', status: 'hold' },
            { kind: 'external', transparent: false },
          ],
        },
      },
    ]);
  });

  test.each([
    ['no JSON', 'is not JSON'],
    [{}, 'no list of cases'],
    [[], 'no list of cases'],
    [[{ ...good, modallity: 'video' }], 'modallity'],
    [[{ ...good, given: { ...given, blackout: [] } }], 'blackout'],
    [[{ ...good, given: { ...given, rules: [{ ...given.rules[0], every: 2 }] } }], 'every'],
    [[{ ...good, expect: ['2027-01-11T08:00'] }], 'no instant with its offset'],
    [[{ ...good, given: { ...given, zone: undefined } }], 'must be said once'],
    [[{ ...good, given: { ...given, stepMinutes: 0 } }], 'given.stepMinutes'],
  ])('B1 %j is refused with a sentence', (content, words) => {
    expect(() => readCases(fileOf(content))).toThrow(CaseFileError);
    expect(() => readCases(fileOf(content))).toThrow(words);
  });

  test('B1 the program says what is wrong in one line and does not end as if all were well', () => {
    const run = (...names: string[]) =>
      spawnSync(process.execPath, [join(import.meta.dirname, 'run.ts'), ...names], {
        encoding: 'utf8',
      });
    for (const { status, stderr } of [run(), run(join(folder, 'absent.json'))]) {
      expect(status).toBe(1);
      expect(stderr.trim().split('\n')).toHaveLength(1);
    }
  }, 30_000);
});
