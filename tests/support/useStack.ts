import { afterAll, beforeAll } from 'vitest';
import type { StackOptions } from './Stack.ts';
import { type FileHooks, type StackInUse, stackInUse } from './StackInUse.ts';

const vitestHooks: FileHooks = {
  beforeAll: (work) => beforeAll(work, 60_000),
  afterAll: (work) => afterAll(work, 30_000),
};

/** A stack for all tests of a vitest file. */
export function useStack(options: StackOptions = {}): StackInUse {
  return stackInUse(vitestHooks, options);
}
