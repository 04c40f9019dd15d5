import { afterAll, beforeAll } from 'vitest';
import { Fixtures } from './fixtures.ts';
import { Stack, type StackOptions } from './Stack.ts';

/** A stack and its fixtures for all tests of a vitest file; ready once the first test runs. */
export interface StackInUse {
  readonly stack: Stack;
  readonly fixtures: Fixtures;
}

/** Starts a stack before a file's tests and ends it after them. */
export function useStack(options: StackOptions = {}): StackInUse {
  let stack: Stack | undefined;
  let fixtures: Fixtures | undefined;
  beforeAll(async () => {
    stack = await Stack.start(options);
    fixtures = new Fixtures(stack.database.url);
  }, 60_000);
  afterAll(async () => {
    await fixtures?.close();
    await stack?.stop();
  }, 30_000);
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
