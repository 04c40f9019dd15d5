import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const biome = join(root, 'node_modules', '.bin', 'biome');

/** Lints one import as if it stood in `file`; gives the linter's words. */
function lint(folder: string, file: string, from: string): string {
  const path = join(folder, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `import { thing } from '${from}';\n\nexport const other = thing;\n`);
  const { stdout, stderr } = spawnSync(biome, ['lint', '--colors=off', path], {
    cwd: folder,
    encoding: 'utf8',
  });
  return stdout + stderr;
}

describe('the arrows between the folders', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'gabinet-arrows-'));
    copyFileSync(join(root, 'biome.json'), join(folder, 'biome.json'));
    copyFileSync(join(root, '.gitignore'), join(folder, '.gitignore'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.each([
    ['signaling/src/session/x.ts', '../../../sfu/src/Room.ts'],
    ['signaling/src/x.ts', '@gabinet/sfu/Room'],
    ['sfu/src/x.ts', '@gabinet/signaling/app'],
    ['web/src/pages/x.ts', '../../../shared/src/session/rules.ts'],
    ['web/src/x.ts', '@gabinet/signaling/app'],
    ['shared/src/session/x.ts', '@gabinet/sfu/Room'],
    ['shared/src/x.ts', '../../web/src/api.ts'],
    ['shared/src/x.ts', 'node:fs'],
  ])('%s may not import %s', (file, from) => {
    expect(lint(folder, file, from)).toContain('noRestrictedImports');
  });

  it.each([
    ['signaling/src/x.ts', '@gabinet/shared/session/rules'],
    ['web/src/x.ts', './live/model.ts'],
    ['shared/src/x.ts', './contracts/words.ts'],
  ])('%s may import %s', (file, from) => {
    expect(lint(folder, file, from)).not.toContain('noRestrictedImports');
  });
});
