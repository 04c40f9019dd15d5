import { Fixtures } from './fixtures.ts';
import { Stack, type StackOptions } from './Stack.ts';

/** A stack and its fixtures for all tests of a file; ready once the first test runs. */
export interface StackInUse {
  readonly stack: Stack;
  readonly fixtures: Fixtures;
}

/** A runner's hooks around all tests of a file; Playwright's `test` is one. */
export interface FileHooks {
  beforeAll(work: () => Promise<void>): void;
  afterAll(work: () => Promise<void>): void;
}

/** Starts a stack before a file's tests and ends it after them, by the runner's own hooks. */
export function stackInUse(hooks: FileHooks, options: StackOptions = {}): StackInUse {
  let stack: Stack | undefined;
  let fixtures: Fixtures | undefined;
  hooks.beforeAll(async () => {
    stack = await Stack.start(options);
    fixtures = new Fixtures(stack.database.url);
  });
  hooks.afterAll(async () => {
    await fixtures?.close();
    await stack?.stop();
  });
  return {
    get stack() {
      if (!stack) throw new Error('The stack runs only within tests.');
      return stack;
    },
    get fixtures() {
      if (!fixtures) throw new Error('The stack runs only within tests.');
      return fixtures;
    },
  };
}
