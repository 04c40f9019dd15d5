import { AppError } from '@gabinet/shared/contracts/errors';
import type { HttpOutput } from '@gabinet/shared/contracts/http';
import type { QualityPoint, QualitySample } from '@gabinet/shared/contracts/quality';
import type { BrowserSession } from '../accounts/BrowserSessions.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../database/Database.ts';
import type { SessionService } from '../session/SessionService.ts';
import { thinOut } from './thinOut.ts';

/** A page may report more often; it is not kept more often. */
const keepEveryMs = 5_000;
/** As many points as a small chart can show. */
const pointsAtMost = 240;

/** How the connections of a session were (rule Q1): numbers, never content. */
export class QualityService {
  readonly #database: Database;
  readonly #sessions: SessionService;
  readonly #clock: Clock;

  constructor(database: Database, sessions: SessionService, clock: Clock) {
    this.#database = database;
    this.#sessions = sessions;
    this.#clock = clock;
  }

  /** Keeps a page's sample, at most one each 5 s. Throws WRONG_PHASE for who is not inside. */
  async report(sessionId: string, participantId: string, sample: QualitySample): Promise<void> {
    const now = this.#clock.now();
    const participant = await this.#database
      .selectFrom('participants')
      .select((select) => [
        'presence',
        select
          .exists(
            select
              .selectFrom('session_quality as q')
              .select('q.at')
              .where('q.session_id', '=', sessionId)
              .where('q.participant_id', '=', participantId)
              .where('q.at', '>', new Date(now - keepEveryMs)),
          )
          .as('reported'),
      ])
      .where('id', '=', participantId)
      .where('appointment_id', '=', sessionId)
      .executeTakeFirst();
    if (participant?.presence !== 'admitted') throw new AppError('WRONG_PHASE');
    if (participant.reported) return;
    await this.#database
      .insertInto('session_quality')
      .values({
        session_id: sessionId,
        participant_id: participantId,
        at: new Date(now),
        sample: JSON.stringify(sample),
      })
      .execute();
  }

  /**
   * How the connection of each side was, for the session's psychologist alone. Throws
   * SIGN_IN_REQUIRED; NOT_FOUND for everybody else, as for a session that isn't there (rule I3).
   */
  async ofSession(
    browserSession: BrowserSession | undefined,
    sessionId: string,
  ): Promise<HttpOutput<'sessionQuality'>> {
    if (browserSession?.psychologistId == null) throw new AppError('SIGN_IN_REQUIRED');
    const { state, psychologistId, names } = await this.#sessions.read(sessionId);
    if (psychologistId !== browserSession.psychologistId) throw new AppError('NOT_FOUND');
    const rows = await this.#database
      .selectFrom('session_quality')
      .select(['participant_id', 'sample', 'at'])
      .where('session_id', '=', sessionId)
      .orderBy('at')
      .execute();
    const points = Map.groupBy(rows, (row) => row.participant_id);
    return {
      sessionId,
      startsAt: state.startsAt,
      endsAt: state.endsAt,
      phase: state.phase,
      now: this.#clock.now(),
      people: state.participants.map(({ participantId }) => {
        const all = (points.get(participantId) ?? []).map(
          ({ at, sample }): QualityPoint => ({ ...sample, at: at.getTime() }),
        );
        return {
          participantId,
          displayName: names.get(participantId) ?? '',
          joinMilliseconds:
            all.find((one) => one.joinMilliseconds !== null)?.joinMilliseconds ?? null,
          reconnections: all.reduce((sum, one) => sum + one.reconnections, 0),
          points: thinOut(all, pointsAtMost),
        };
      }),
    };
  }
}
