import { AppError } from '@gabinet/shared/contracts/errors';
import type {
  MediaSetup,
  MediaWays,
  RtpCapabilitiesMessage,
  TransportDirection,
} from '@gabinet/shared/contracts/media';
import type {
  SfuInput,
  SfuNotice,
  SfuNoticeName,
  SfuOutput,
  SfuRequestName,
} from '@gabinet/shared/contracts/sfu';
import { lowerModality } from '@gabinet/shared/session/modality';
import type { ParticipantState, SessionEvent } from '@gabinet/shared/session/state';
import type { EventBus } from '../bus/EventBus.ts';
import type { Log } from '../observability/log.ts';
import type { Metrics } from '../observability/metrics.ts';
import type { Outcome, SessionService } from '../session/SessionService.ts';
import type { SessionRecord, SessionStore } from '../session/SessionStore.ts';
import type { MediaPage } from './MediaPage.ts';
import type { NodePool } from './NodePool.ts';
import { type Placement, Placements } from './Placements.ts';
import { SessionMoves } from './SessionMoves.ts';
import type { SfuNode, SfuNodeListener } from './SfuNode.ts';

interface MediaParts {
  store: SessionStore;
  sessions: SessionService;
  bus: EventBus;
  log: Log;
  metrics: Metrics;
  waysFor: (participantId: string) => MediaWays;
}

type PeerRequest = Exclude<
  SfuRequestName,
  'node:capabilities' | 'node:load' | 'room:close' | 'peer:join'
>;

/**
 * Joins pages to media nodes, follows what happens to a session, and moves sessions whose worker or
 * node died (rules M1, M5, M6, N2). Holds the pages of this process only.
 */
export class MediaService implements SfuNodeListener {
  readonly #parts: MediaParts;
  readonly #pages = new Map<string, Set<MediaPage>>();
  readonly #placements: Placements;
  readonly #moves: SessionMoves;
  #closed = false;

  constructor(parts: MediaParts) {
    this.#parts = parts;
    this.#placements = new Placements(parts);
    this.#moves = new SessionMoves({
      log: parts.log,
      metrics: parts.metrics,
      isWanted: (sessionId) => !this.#closed && this.#pages.has(sessionId),
      move: (sessionId, lostEpoch) => this.#moveBeyond(sessionId, lostEpoch),
    });
    parts.sessions.onChange((outcome) => this.#follow(outcome));
    parts.bus.on('session:moved', ({ sessionId, mediaEpoch }) => {
      if (this.#behind(sessionId, mediaEpoch).length > 0)
        this.#moves.begin(sessionId, mediaEpoch - 1);
    });
  }

  /** The pool reports to this service, so it is made after it. */
  use(pool: NodePool): void {
    this.#placements.use(pool);
  }

  /** What a page's device loads; null while no node has answered yet. */
  routerRtpCapabilities(): RtpCapabilitiesMessage | null {
    return this.#placements.capabilities()?.routerRtpCapabilities ?? null;
  }

  /** Rule M1: all that a page needs, or null when no node answers; then `media:moved` follows. */
  async join(page: MediaPage, record: SessionRecord): Promise<MediaSetup | null> {
    const pages = this.#pages.get(page.sessionId) ?? new Set();
    this.#pages.set(page.sessionId, pages.add(page));
    try {
      return await this.#enter(page, await this.#placements.of(record), record);
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'MEDIA_UNAVAILABLE') throw error;
      this.#parts.log.warn('A page joined while no media node answers.', {
        sessionId: page.sessionId,
      });
      page.stranded = true;
      this.#moves.begin(page.sessionId, record.mediaEpoch);
      return null;
    }
  }

  /** New transports for a page whose own cannot be mended. */
  async renew(page: MediaPage): Promise<MediaSetup> {
    const placement = page.placement;
    if (placement === undefined) throw new AppError('MEDIA_UNAVAILABLE');
    const record = await this.#parts.sessions.read(page.sessionId);
    // Who was removed, has left or is in an ended session gets no way to the node back (rules S5, S7).
    if (!isThere(find(record, page.participantId))) throw new AppError('WRONG_PHASE');
    const { sessionId: roomId, participantId: peerId } = page;
    await placement.node.request('peer:leave', { roomId, peerId }).catch(ignoreNotFound);
    return this.#enter(page, placement, record);
  }

  /** A new way for one transport, with credentials made anew: those of the join may have run out. */
  async restartIce(page: MediaPage, mediaEpoch: number, direction: TransportDirection) {
    const restarted = await this.forward(page, mediaEpoch, 'peer:restart-ice', { direction });
    const { iceServers } = this.#parts.waysFor(page.participantId);
    return { ...restarted, iceServers };
  }

  /** Hands a page's message to its node. Refuses what was meant for an older place (rule M6). */
  async forward<N extends PeerRequest>(
    page: MediaPage,
    mediaEpoch: number,
    name: N,
    input: Omit<SfuInput<N>, 'roomId' | 'peerId'>,
  ): Promise<SfuOutput<N>> {
    if (page.placement?.mediaEpoch !== mediaEpoch) throw new AppError('WRONG_PHASE');
    const full = { ...input, roomId: page.sessionId, peerId: page.participantId };
    return page.placement.node.request(name, full as SfuInput<N>);
  }

  /** The page's socket is gone. Its media stays (rule M5). */
  forget(page: MediaPage): void {
    const pages = this.#pages.get(page.sessionId);
    pages?.delete(page);
    if (pages?.size === 0) this.#pages.delete(page.sessionId);
  }

  close(): void {
    this.#closed = true;
    this.#pages.clear();
  }

  lost(node: SfuNode): void {
    for (const [sessionId, pages] of this.#pages) {
      const epochs = [...pages].flatMap((page) =>
        page.placement?.node === node ? [page.placement.mediaEpoch] : [],
      );
      if (epochs.length > 0) this.#moves.begin(sessionId, Math.max(...epochs));
    }
  }

  notice<N extends SfuNoticeName>(node: SfuNode, name: N, notice: SfuNotice<N>): void {
    for (const page of this.#pages.get(notice.roomId) ?? []) {
      // A track may begin between the node's answer to a join and our taking note of it.
      const placement = page.entering ?? page.placement;
      if (placement?.node !== node) continue;
      if (name === 'room:lost') {
        this.#moves.begin(notice.roomId, placement.mediaEpoch);
        return;
      }
      if ('peerId' in notice && notice.peerId !== page.participantId) continue;
      const { mediaEpoch } = placement;
      if (isNotice('consumer:added', name, notice)) {
        page.notify('media:consumer-added', { mediaEpoch, consumer: notice.consumer });
      } else if (isNotice('consumer:closed', name, notice)) {
        page.notify('media:consumer-closed', { mediaEpoch, consumerId: notice.consumerId });
      } else if (isNotice('consumer:paused', name, notice)) {
        const { consumerId, producerPaused } = notice;
        page.notify('media:consumer-paused', { mediaEpoch, consumerId, producerPaused });
      }
    }
  }

  async #enter(page: MediaPage, placement: Placement, record: SessionRecord): Promise<MediaSetup> {
    const { sessionId: roomId, participantId: peerId } = page;
    const participant = find(record, peerId);
    const ceiling = lowerModality(record.state.modality, participant.ceiling);
    page.entering = placement;
    const setup = await placement.node
      .request('peer:join', {
        roomId,
        peerId,
        pageId: page.pageId,
        rtpCapabilities: page.rtpCapabilities,
        ceiling,
        ceilingVersion: record.state.version,
        admitted: participant.presence === 'admitted',
      })
      .finally(() => {
        if (page.entering === placement) page.entering = undefined;
      });
    page.placement = placement;
    page.stranded = false;
    // A change may have passed between the reading of the record and the join: the node did not
    // know the peer then, so nobody has told it (rules M3, S11).
    const standing = await this.#parts.store.standingOf(peerId);
    if (standing && standing.ceiling !== ceiling) {
      const { ceiling: now, version: ceilingVersion } = standing;
      const changed = { roomId, peerId, ceiling: now, ceilingVersion };
      await placement.node.request('peer:set-ceiling', changed);
    }
    if (participant.presence !== 'admitted' && standing?.presence === 'admitted') {
      await placement.node.request('peer:admit', { roomId, peerId });
    }
    return { ...setup, mediaEpoch: placement.mediaEpoch, ...this.#parts.waysFor(peerId) };
  }

  /** What a committed change means for media (rules M3, S5, S7, S8). Faults here never undo the change. */
  async #follow({ record, events }: Outcome): Promise<void> {
    if (record.sfuNode === null) return;
    const node = this.#placements.nodes.get(record.sfuNode);
    const roomId = record.state.sessionId;
    const ceilings = events.some(({ kind }) => changesCeilings.has(kind))
      ? record.state.participants.filter(isThere).map((one) =>
          node.request('peer:set-ceiling', {
            roomId,
            peerId: one.participantId,
            ceiling: lowerModality(record.state.modality, one.ceiling),
            ceilingVersion: record.state.version,
          }),
        )
      : [];
    const work = events.map(async ({ kind, participantId }) => {
      if (kind === 'ended') await node.request('room:close', { roomId });
      if (participantId === null) return;
      if (kind === 'admitted') await node.request('peer:admit', { roomId, peerId: participantId });
      if (kind === 'left' || kind === 'removed') {
        await node.request('peer:leave', { roomId, peerId: participantId });
      }
    });
    for (const result of await Promise.allSettled([...ceilings, ...work])) {
      if (result.status === 'fulfilled' || isNotFound(result.reason)) continue;
      this.#parts.log.warn(
        'A media node did not follow a change.',
        { sessionId: roomId },
        result.reason,
      );
    }
  }

  /** Pages whose media is at an older place; one whose join is still under way is not among them. */
  #behind(sessionId: string, mediaEpoch: number): MediaPage[] {
    return [...(this.#pages.get(sessionId) ?? [])].filter((page) =>
      page.placement ? page.placement.mediaEpoch < mediaEpoch : page.stranded,
    );
  }

  async #moveBeyond(sessionId: string, lostEpoch: number): Promise<void> {
    const record = await this.#parts.sessions.read(sessionId);
    if (record.state.phase === 'ended') return;
    const placement = await this.#placements.of(record, lostEpoch);
    await Promise.all(
      this.#behind(sessionId, placement.mediaEpoch).map(async (page) => {
        if (!isThere(find(record, page.participantId))) return;
        page.notify('media:moved', await this.#enter(page, placement, record));
      }),
    );
  }
}

/** After these the SFU learns everybody's ceiling anew; what it knows already changes nothing there. */
const changesCeilings: ReadonlySet<SessionEvent['kind']> = new Set([
  'ceiling-raised',
  'ceiling-lowered',
  'modality-changed',
]);

function isThere({ presence }: ParticipantState): boolean {
  return presence === 'waiting' || presence === 'admitted';
}

function find(record: SessionRecord, participantId: string): ParticipantState {
  const found = record.state.participants.find((one) => one.participantId === participantId);
  if (found === undefined) throw new AppError('NOT_FOUND');
  return found;
}

function isNotice<N extends SfuNoticeName>(
  wanted: N,
  name: SfuNoticeName,
  notice: unknown,
): notice is SfuNotice<N> {
  return name === wanted && typeof notice === 'object';
}

function isNotFound(error: unknown): boolean {
  return error instanceof AppError && error.code === 'NOT_FOUND';
}

function ignoreNotFound(error: unknown): object {
  if (isNotFound(error)) return {};
  throw error;
}
