import type { z } from 'zod';

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
}
