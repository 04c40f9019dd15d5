import { z } from 'zod';

/**
 * Who may call. `anyone`; `seated`: a browser that has sat in a session; `verified-client`: a client
 * after a mailed code (rule A6); `staff`: any member of the practice's staff; `psychologist`: staff who
 * are a psychologist; `owner`. The service still checks which object they may touch.
 */
export type Who = 'anyone' | 'seated' | 'verified-client' | 'staff' | 'psychologist' | 'owner';

/** One message of the HTTP API: its only declaration; method and path are in paths.ts. */
export interface HttpContract {
  method: 'get' | 'post' | 'put' | 'delete';
  /** Express path, `:name` for parameters, which are all ids. */
  path: `/api/${string}`;
  summary: string;
  who: Who;
  input: z.ZodObject;
  output: z.ZodObject;
  /**
   * Where the body is bytes as they are, how many at most; then all of `input` is in the path. They are
   * read when the handler asks for them, after it has checked the right to send them.
   */
  body?: { readonly maxBytes: number };
  /** Where the answer is bytes as they are, for a page to keep apart: a download, whatever they hold. */
  answer?: 'bytes';
}

/** The output of a contract that answers with bytes. */
export const bytesOutput = z.object({
  bytes: z.custom<Uint8Array>((value) => value instanceof Uint8Array),
});
