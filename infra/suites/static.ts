/** The checks that read the code without running it; each counts as one test. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, runTool } from './program.ts';
import type { Result } from './Result.ts';

type Check = { name: string; script: string; args: readonly string[] };

const COMPOSE_CHECK = 'infra/compose/check.ts';

function checks(): Check[] {
  const biome = 'node_modules/@biomejs/biome/bin/biome';
  const projects = readdirSync(ROOT).filter((name) =>
    existsSync(join(ROOT, name, 'tsconfig.json')),
  );
  const list: Check[] = [
    { name: 'format and lint', script: biome, args: ['ci', '--error-on-warnings', '.'] },
    ...projects.map((project) => ({
      name: `types of ${project}`,
      script: 'node_modules/typescript/bin/tsc',
      args: ['--noEmit', '-p', project],
    })),
    { name: 'unused code', script: 'node_modules/knip/bin/knip.js', args: ['--no-progress'] },
  ];
  if (existsSync(join(ROOT, COMPOSE_CHECK))) {
    list.push({ name: 'compose file', script: COMPOSE_CHECK, args: [] });
  }
  return list;
}

/** Runs every check, also after one has failed. */
export async function runStaticChecks(): Promise<Result> {
  const result: Result = {
    name: 'format, lint, types, unused code',
    passed: 0,
    failed: 0,
    skipped: 0,
  };
  for (const { name, script, args } of checks()) {
    const passed = (await runTool(script, args)) === 0;
    result[passed ? 'passed' : 'failed'] += 1;
    process.stdout.write(`${passed ? '✓' : '✗'} ${name}\n`);
  }
  return result;
}
