import type { ColumnType } from 'kysely';

/** Read parsed, written as JSON text. */
export type Json<T> = ColumnType<T, string, string>;
/** The same where Postgres has a default. */
export type GeneratedJson<T> = ColumnType<T, string | undefined, string>;
