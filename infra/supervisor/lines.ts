/** What of a child's output a person should see: warnings and errors, in a friendly form. The log file has everything. */

const WARNING = 40;
const ERROR = 50;

/** Takes one line of output; gives what to show on the console, or undefined. */
export function describeLine(line: string, stream: 'stdout' | 'stderr'): string | undefined {
  const entry = parseEntry(line);
  if (!entry) return stream === 'stderr' && line.trim() ? line : undefined;
  if (entry.level < WARNING) return undefined;
  return `${entry.level < ERROR ? 'warning' : 'error'}: ${entry.text}`;
}

function parseEntry(line: string): { level: number; text: string } | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    const parsed: unknown = JSON.parse(line);
    if (typeof parsed !== 'object' || parsed === null) return undefined;
    const fields = new Map<string, unknown>(Object.entries(parsed));
    const level = fields.get('level');
    if (typeof level !== 'number') return undefined;
    const code = fields.get('code');
    const message = String(fields.get('msg') ?? 'no message');
    return { level, text: typeof code === 'string' ? `${message} (${code})` : message };
  } catch {
    return undefined;
  }
}
