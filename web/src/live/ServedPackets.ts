/** What the service says it has sent of one stream. */
interface ServedReport {
  /** When the report came, by the browser's clock, milliseconds. */
  at: number;
  packets: number;
}

/** One look at a stream that comes: what it has brought first hand, and the newest report on it. */
export interface ServedLook {
  at: number;
  /** Without what was sent a second time. */
  packets: number;
  report: ServedReport | null;
}

interface Course {
  looks: ServedLook[];
  reports: ServedReport[];
}

const keptMs = 12_000;
/** The service reports on pictures about each second; a report much older tells of another moment. */
const freshMs = 1_800;
/** About two reports apart: what comes between two looks is spread evenly, and at an edge falsely. */
const leastSpanMs = 1_500;

/**
 * Where packets are lost (rule L4). A gap in what comes may be made on the sender's way up or on one's
 * own way back; what the service reports to have sent, beside what has come, is of the way back alone.
 */
export class ServedPackets {
  readonly #courses = new Map<string, Course>();

  note(trackId: string, look: ServedLook): void {
    const course = this.#courses.get(trackId) ?? { looks: [], reports: [] };
    this.#courses.set(trackId, course);
    const { looks, reports } = course;
    // Counted from nothing again: another stream of the same name.
    if (look.packets < (looks.at(-1)?.packets ?? 0)) looks.length = reports.length = 0;
    looks.push(look);
    const { report } = look;
    if (report && report.at > (reports.at(-1)?.at ?? 0)) reports.push(report);
    for (const list of [looks, reports]) {
      while ((list[0]?.at ?? look.at) < look.at - keptMs) list.shift();
    }
  }

  /** Which share of what the service has lately sent of these did not come; null while no fresh report tells. */
  lossOf(trackIds: readonly string[]): number | null {
    const told = trackIds.flatMap((trackId) => {
      const course = this.#courses.get(trackId);
      return (course && lastSpan(course)) ?? [];
    });
    const sum = (name: 'sent' | 'came'): number => told.reduce((all, one) => all + one[name], 0);
    const sent = sum('sent');
    return sent > 0 ? Math.max(0, 1 - sum('came') / sent) : null;
  }

  clear(): void {
    this.#courses.clear();
  }
}

function lastSpan({ looks, reports }: Course): { sent: number; came: number } | null {
  const until = reports.at(-1);
  const now = looks.at(-1);
  if (!until || !now || now.at - until.at > freshMs) return null;
  const since = reports.findLast(({ at }) => at <= until.at - leastSpanMs);
  if (!since) return null;
  const [first, last] = [cameBy(looks, since.at), cameBy(looks, until.at)];
  if (first === null || last === null) return null;
  return { sent: until.packets - since.packets, came: last - first };
}

/** How much had come at an instant between two looks, as if it had come evenly. */
function cameBy(looks: readonly ServedLook[], at: number): number | null {
  const next = looks.findIndex((look) => look.at >= at);
  const after = looks[next];
  const before = looks[next - 1];
  if (!after) return null;
  if (!before) return after.at === at ? after.packets : null;
  const share = (at - before.at) / (after.at - before.at);
  return before.packets + share * (after.packets - before.packets);
}
