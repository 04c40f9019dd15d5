import type { z } from 'zod';

type Parser<S extends z.ZodType> = z.ZodType<z.output<S>>;

/**
 * A table of requests as the compiler can follow it where the name is a type parameter: each name leads
 * to the types of its own message. Every table is one as it stands, so it takes no cast.
 */
export type RequestParsers<T extends Record<string, { input: z.ZodType; output: z.ZodType }>> = {
  readonly [N in keyof T]: {
    readonly input: Parser<T[N]['input']>;
    readonly output: Parser<T[N]['output']>;
  };
};

/** The same of a table of notices. */
export type NoticeParsers<T extends Record<string, z.ZodType>> = {
  readonly [N in keyof T]: Parser<T[N]>;
};
