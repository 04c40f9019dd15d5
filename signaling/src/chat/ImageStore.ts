import { AppError } from '@gabinet/shared/contracts/errors';
import { sql, type Transaction } from 'kysely';
import type { Database } from '../database/Database.ts';
import type { Tables } from '../database/tables.ts';
import type { Place, Speaker } from './ChatStore.ts';

/** What one session may hold. */
const imagesAtMost = 200;
const bytesAtMost = 250 * 1024 * 1024;

/** The SQL of images. They are sealed before they come here. */
export class ImageStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /**
   * Keeps an image; the same id again changes nothing. Throws NOT_FOUND for an id that is somebody else's,
   * LIMIT_REACHED, and WRONG_PHASE where the session is over or its key another.
   */
  async add(
    { sessionId, participantId }: Speaker,
    image: { imageId: string; sealed: Buffer; at: Date; keyId: string },
  ): Promise<void> {
    const { imageId, sealed, at, keyId } = image;
    await this.#database.transaction().execute(async (transaction) => {
      // It cannot end while this is being written; messages go on (they take a weaker lock).
      const here = await transaction
        .selectFrom('sessions')
        .select('id')
        .where('id', '=', sessionId)
        .where('phase', '=', 'live')
        .where('chat_key_id', '=', keyId)
        .forKeyShare()
        .executeTakeFirst();
      if (here === undefined) throw new AppError('WRONG_PHASE');
      // One after the other for a session: else two at once would both fit.
      await sql`SELECT pg_advisory_xact_lock(hashtextextended(${sessionId}, 0))`.execute(
        transaction,
      );
      const owner = await ownerOf(transaction, imageId);
      if (owner !== undefined) {
        if (owner.session_id === sessionId && owner.participant_id === participantId) return;
        throw new AppError('NOT_FOUND');
      }
      const held = await transaction
        .selectFrom('chat_images')
        .select([
          sql<number>`count(*)::int`.as('images'),
          sql<number>`coalesce(sum(octet_length(bytes_sealed)), 0)::int`.as('bytes'),
        ])
        .where('session_id', '=', sessionId)
        .executeTakeFirstOrThrow();
      if (held.images >= imagesAtMost || held.bytes + sealed.length > bytesAtMost) {
        throw new AppError('LIMIT_REACHED');
      }
      const added = await transaction
        .insertInto('chat_images')
        .values({
          id: imageId,
          session_id: sessionId,
          participant_id: participantId,
          bytes_sealed: sealed,
          created_at: at,
        })
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirst();
      // In another session, at the same moment.
      if (added.numInsertedOrUpdatedRows !== 1n) throw new AppError('NOT_FOUND');
    });
  }

  /** An image that is one's own, or shown by a message that one may read (rule C4). */
  async find(
    { sessionId, participantId }: Speaker,
    place: Place,
    imageId: string,
  ): Promise<Buffer | undefined> {
    const row = await this.#database
      .selectFrom('chat_images as g')
      .select('g.bytes_sealed')
      .where('g.id', '=', imageId)
      .where('g.session_id', '=', sessionId)
      .where((where) =>
        where.or([
          where('g.participant_id', '=', participantId),
          where.exists(
            where
              .selectFrom('chat_messages as m')
              .select('m.sequence')
              .where('m.session_id', '=', sessionId)
              .where('m.sequence', '>', place.before)
              .whereRef('m.image_id', '=', 'g.id'),
          ),
        ]),
      )
      .executeTakeFirst();
    return row?.bytes_sealed;
  }
}

function ownerOf(transaction: Transaction<Tables>, imageId: string) {
  return transaction
    .selectFrom('chat_images')
    .select(['session_id', 'participant_id'])
    .where('id', '=', imageId)
    .executeTakeFirst();
}
