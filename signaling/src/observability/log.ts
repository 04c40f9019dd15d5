import pino, { type Logger as PinoLogger } from 'pino';

/**
 * The only fields a log line may carry (rule X5): ids, codes, counts, durations. Anything else that
 * is passed is dropped, so that a name or a token cannot slip in by mistake.
 */
const allowed = [
  'sessionId',
  'participantId',
  'psychologistId',
  'appointmentId',
  'jobId',
  'nodeId',
  'socketId',
  'requestId',
  'route',
  'event',
  'code',
  'status',
  'durationMs',
  'mediaEpoch',
  'phase',
  'count',
  'port',
  'signal',
  'migrations',
] as const;
type LogFields = Partial<Record<(typeof allowed)[number], string | number>>;

/** Levels: debug for a developer, info for an operator's calm day, warn for trouble that we mend ourselves, error for a person to look at. */
export interface Log {
  debug(sentence: string, fields?: LogFields): void;
  info(sentence: string, fields?: LogFields): void;
  warn(sentence: string, fields?: LogFields, error?: unknown): void;
  error(sentence: string, fields?: LogFields, error?: unknown): void;
}

/** Makes the process's log: JSON lines on standard output. */
export function createLog(level: string): Log {
  const logger = pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime });
  return wrap(logger);
}

function wrap(logger: PinoLogger): Log {
  return {
    debug: (sentence, fields) => logger.debug(pick(fields), sentence),
    info: (sentence, fields) => logger.info(pick(fields), sentence),
    warn: (sentence, fields, error) => logger.warn({ ...pick(fields), ...fault(error) }, sentence),
    error: (sentence, fields, error) =>
      logger.error({ ...pick(fields), ...fault(error) }, sentence),
  };
}

function pick(fields: LogFields | undefined): LogFields {
  const kept: LogFields = {};
  for (const name of allowed) {
    const value = fields?.[name];
    if (value !== undefined) kept[name] = value;
  }
  return kept;
}

/**
 * An error's class, code and place, never its message: a database's message quotes the values of
 * the row that failed.
 */
function fault(error: unknown): { error?: { name: string; code?: string; at?: string[] } } {
  if (!(error instanceof Error)) return {};
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  const at = error.stack
    ?.split('\n')
    .filter((line) => line.trimStart().startsWith('at '))
    .slice(0, 4)
    .map((line) => line.trim());
  return { error: { name: error.name, ...(code ? { code } : {}), ...(at ? { at } : {}) } };
}
