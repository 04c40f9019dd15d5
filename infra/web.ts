/** Builds the browser app when its sources have changed since the last build. */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { explainWriteError, SetupError } from './SetupError.ts';

const SKIPPED = new Set(['dist', 'node_modules']);

/** Where the built app lies in a checkout. */
export function webRoot(root: string): string {
  return join(root, 'web', 'dist');
}

/** The program and arguments that build the app; run with `web/` as the folder. */
export function viteCommand(root: string, ...args: string[]): { program: string; args: string[] } {
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
  return { program: process.execPath, args: [vite, 'build', '--logLevel', 'warn', ...args] };
}

/** Makes sure of `web/dist`; tells before a build, which takes seconds. Throws a SetupError when the build fails. */
export async function ensureWebBuilt(root: string, log: (line: string) => void): Promise<void> {
  const marker = join(webRoot(root), '.build-hash');
  const wanted = hashSources(root);
  if (existsSync(marker) && readFileSync(marker, 'utf8') === wanted) return;
  log('Building the web app …');
  await build(root);
  try {
    writeFileSync(marker, wanted);
  } catch (error) {
    throw explainWriteError(error, webRoot(root));
  }
}

/** A digest over every file that goes into the build. */
export function hashSources(root: string): string {
  const hash = createHash('sha256');
  const files = [
    join(root, 'package-lock.json'),
    ...listFiles(join(root, 'web')),
    ...listFiles(join(root, 'shared', 'src')),
  ];
  for (const file of files) {
    hash
      .update(`${relative(root, file)}\0`)
      .update(readFileSync(file))
      .update('\0');
  }
  return hash.digest('hex');
}

function listFiles(folder: string): string[] {
  const entries = readdirSync(folder, { withFileTypes: true }).filter(
    ({ name }) => !SKIPPED.has(name),
  );
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  return entries.flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return listFiles(path);
    return entry.isFile() && !entry.name.includes('.test.') ? [path] : [];
  });
}

function build(root: string): Promise<void> {
  const { program, args } = viteCommand(root);
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd: join(root, 'web'),
      // Test runners set another one, and the tests must see what people get.
      env: { ...process.env, NODE_ENV: 'production' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const end = (): boolean => child.kill();
    process.once('exit', end);
    let output = '';
    const take = (chunk: string): void => {
      output += chunk;
    };
    child.stdout.setEncoding('utf8').on('data', take);
    child.stderr.setEncoding('utf8').on('data', take);
    child.once('error', reject);
    child.once('close', (code) => {
      process.off('exit', end);
      if (code === 0) resolve();
      else
        reject(
          new SetupError(
            `The web app could not be built; mend what is said here:\n${output.trim()}`,
          ),
        );
    });
  });
}
