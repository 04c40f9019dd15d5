import { AppError, type ErrorCode } from '@gabinet/shared/contracts/errors';
import type { SessionEntry } from '@gabinet/shared/contracts/http';
import type { SessionView } from '@gabinet/shared/contracts/session';
import { batch, computed, effect, type ReadonlySignal, signal } from '@preact/signals';
import { Channel, isUnavailable, type Request } from './Channel.ts';
import { Chat } from './Chat.ts';
import type { Devices } from './Devices.ts';
import { FormKeeper } from './FormKeeper.ts';
import type { LadderModel } from './LadderModel.ts';
import { LateMedia, mediaRetryMilliseconds } from './LateMedia.ts';
import { linkOf } from './link.ts';
import { MediaEngine } from './MediaEngine.ts';
import { hearMediaNotices } from './mediaNotices.ts';
import type { CreateLiveSession, Link, LiveSession, RemotePerson } from './model.ts';
import { onNetworkChange, onWake } from './network.ts';
import { OwnLink } from './OwnLink.ts';
import { OwnTracks } from './OwnTracks.ts';
import { createPathTester, type PathTester } from './PathTester.ts';
import { ending, keepsAwake, newerView, peopleOf } from './people.ts';
import { isFinal } from './reconnection.ts';
import { SessionVerbs } from './SessionVerbs.ts';
import { WakeLock } from './WakeLock.ts';

type Options = Parameters<CreateLiveSession>[0];

/** The live session of one page: joins its parts; rules S4 to S9, M1, M5, M6 and M9 on this side. */
export const createLiveSession: CreateLiveSession = (options) => new PageSession(options);

class PageSession extends SessionVerbs implements LiveSession {
  readonly devices: Devices;
  readonly session: ReadonlySignal<SessionView | null>;
  readonly link: ReadonlySignal<Link>;
  readonly people: ReadonlySignal<readonly RemotePerson[]>;
  readonly path: PathTester;
  readonly chat: Chat;
  readonly ladder: LadderModel;
  readonly microphoneOn: ReadonlySignal<boolean>;
  readonly cameraOn: ReadonlySignal<boolean>;
  protected readonly request: Request;
  readonly #dayChanges = signal(0);
  readonly dayChanges: ReadonlySignal<number> = this.#dayChanges;
  readonly #view = signal<SessionView | null>(null);
  readonly #takenElsewhere = signal(false);
  readonly takenElsewhere: ReadonlySignal<boolean> = this.#takenElsewhere;
  readonly #failure = signal<ErrorCode | null>(null);
  readonly #options: Options;
  readonly #channel: Channel;
  readonly #engine: MediaEngine;
  readonly #late: LateMedia;
  readonly #sent: OwnTracks;
  readonly #own: OwnLink;
  readonly #wakeLock = new WakeLock();
  readonly #forms = new FormKeeper({
    turnOff: (kind) => this.#sent.turnOff(kind),
    needMedia: () => {
      if (this.#joined && !this.#engine.rtpCapabilities) this.#late.retry(0);
    },
  });
  readonly #endings: (() => void)[] = [];
  /** Rule M9: one for each load of the page, and for each late-loaded device. */
  #pageId = crypto.randomUUID();
  /** Whether the person is in: each new socket then joins again. */
  #joined = false;
  /** Whether the next socket, once it has joined, makes the media path look for a new way. */
  #networkChanged = false;

  constructor(options: Options) {
    super();
    const clock = options.clock ?? Date.now;
    this.#options = options;
    this.#channel = new Channel({
      getTicket: () => this.#getTicket(),
      // What became of the network below will be known when a new socket is through.
      onSilence: () => {
        this.#networkChanged = true;
      },
      clock,
    });
    this.request = this.#channel.request;
    this.#engine = new MediaEngine({
      request: this.request,
      isOnline: () => this.#channel.isOpen,
      onLost: () => this.#channel.prove(),
      clock,
    });
    this.#late = new LateMedia({
      engine: this.#engine,
      isWanted: () => this.#hasMedia,
      onImpossible: () => {
        this.#failure.value = 'MEDIA_UNAVAILABLE';
      },
      mayRetry: () => this.#failure.peek() === null,
      askAgain: () => this.#getTicket(),
      onAsked: () => {
        // To the service this is another page: the one before could receive nothing.
        this.#pageId = crypto.randomUUID();
        this.#resume();
      },
    });
    this.path = createPathTester({ request: this.request, device: () => this.#engine.device() });
    this.chat = new Chat({ channel: this.#channel, view: this.#view, clock });
    const { tracks, lostSince } = this.#engine;
    this.#sent = new OwnTracks(this.#view, () => this.#joined);
    this.devices = this.#sent.devices;
    this.microphoneOn = this.#sent.microphoneOn;
    this.cameraOn = this.#sent.cameraOn;
    this.session = this.#view;
    this.people = computed(() => peopleOf(this.#view.value, tracks.value));
    this.link = computed(() =>
      linkOf(this.#channel.state.value, lostSince.value, this.#failure.value),
    );
    this.#own = new OwnLink({
      view: this.#view,
      link: this.link,
      engine: this.#engine,
      pictureWanted: this.#sent.pictureWanted,
      turnPictureOff: () => void this.setCamera(false),
      request: this.request,
      clock,
    });
    this.ladder = this.#own.ladder;
    hearMediaNotices(this.#channel, this.#engine);
    this.#hearNotices();
    this.#endings.push(
      () => this.#own.close(),
      onNetworkChange(() => {
        this.#channel.prove();
        if (this.#channel.isOpen) this.#engine.networkChanged();
        else this.#networkChanged = true;
      }),
      onWake(() => this.#channel.prove()),
      // Before anything is sent: what a form no longer allows is off already.
      effect(() => this.#forms.follow(this.#view.value)),
      effect(() => this.#engine.wish(this.#sent.wishes(this.#own.ladder.carried.value))),
      effect(() => {
        const now = this.#channel.state.value;
        if (now.state === 'open' && this.#joined) this.#resume();
        if (now.state !== 'open') this.chat.away();
        if (now.state === 'refused') this.#refused(now.code);
      }),
      effect(() => {
        const why = ending(this.#view.value);
        if (!why) return;
        this.#finish(why === 'removed' ? 'INVITATION_REMOVED' : null);
        this.chat.forget();
      }),
      effect(() => this.#wakeLock.hold(keepsAwake(this.#view.value))),
    );
  }

  connect(entry: SessionEntry): void {
    batch(() => {
      this.#takenElsewhere.value = false;
      this.#failure.value = null;
      this.#accept(entry.invitation.session);
    });
    this.chat.open(entry.invitation.session.sessionId);
    if (ending(this.#view.value)) return;
    this.#channel.open(entry.ticket);
    this.#late.load(entry);
  }

  async join(): Promise<void> {
    this.#own.entered();
    if (this.#joined) return;
    await this.#channel.carry(() => this.#enter());
    this.#joined = true;
  }

  /** Pressed once is pressed: whoever waits does not stay outside for a lost socket. */
  override admit(participantId: string): Promise<void> {
    return this.#channel.carry(() => super.admit(participantId));
  }

  setMicrophone(on: boolean): Promise<void> {
    return this.#sent.setMicrophone(on);
  }

  setCamera(on: boolean): Promise<void> {
    return this.#sent.setCamera(on);
  }

  async end(): Promise<void> {
    this.#own.left();
    try {
      await this.request('session:end', {});
    } catch (error) {
      // The news of the end may overtake the ack, and it closes the socket.
      if (ending(this.#view.peek()) === null) throw error;
    }
  }

  async leave(): Promise<void> {
    this.#own.left();
    try {
      await this.request('session:leave', {});
    } catch (error) {
      // Out of reach, the service finds out by itself (rule S10).
      if (!isUnavailable(error)) throw error;
    } finally {
      this.#finish(null);
    }
  }

  close(): void {
    this.#finish(null);
    this.chat.close();
    for (const end of this.#endings.splice(0)) end();
    this.#engine.close();
  }

  #hearNotices(): void {
    const channel = this.#channel;
    channel.on('session:changed', (view) => this.#accept(view));
    channel.on('day:changed', () => {
      this.#dayChanges.value += 1;
    });
    channel.on('server:leaving', ({ afterMilliseconds }) => channel.reopen(afterMilliseconds));
    channel.on('session:cancelled', () => this.#refused('APPOINTMENT_OVER'));
    channel.on('seat:taken', () => this.#refused('SEAT_TAKEN'));
  }

  #accept(view: SessionView): void {
    this.#view.value = newerView(this.#view.peek(), view);
  }

  /** Rule M1: one request, one ack; resolves with the ack while media is set up behind it. */
  async #enter(): Promise<void> {
    const { media } = await this.#engine.enter(async () => {
      const rtpCapabilities = this.#engine.rtpCapabilities ?? { codecs: [], headerExtensions: [] };
      const answer = await this.request('session:join', {
        pageId: this.#pageId,
        rtpCapabilities,
      });
      this.#accept(answer.session);
      this.chat.joined(answer.chatSequence);
      return answer;
    });
    if (!this.#hasMedia) return;
    if (!media) this.#engine.unavailable();
    if (!this.#engine.rtpCapabilities) this.#late.retry();
  }

  /** A new socket while the person is in: takes up where the last one ended. */
  #resume(): void {
    const resumed = this.#enter().then(() => {
      if (this.#networkChanged) this.#engine.networkChanged();
      this.#networkChanged = false;
    });
    resumed.catch((error: unknown) => {
      if (error instanceof AppError && isFinal(error.code)) {
        this.#refused(error.code);
      } else if (this.#channel.isOpen) {
        this.#channel.reopen(mediaRetryMilliseconds);
      }
    });
  }

  /** The service will not have this page any more. */
  #refused(code: ErrorCode): void {
    const taken = code === 'SEAT_TAKEN';
    this.#finish(taken ? null : code);
    this.#takenElsewhere.value = taken;
    // Who only has to sign in again goes on writing where they were.
    if (code !== 'SIGN_IN_REQUIRED') this.chat.forget();
  }

  async #getTicket(): Promise<string> {
    const entry = await this.#options.getEntry();
    this.#accept(entry.invitation.session);
    this.#late.load(entry);
    return entry.ticket;
  }

  /** A chat session carries neither sound nor picture. */
  get #hasMedia(): boolean {
    return this.#view.peek()?.modality !== 'chat';
  }

  /** The person's part is over on this page: all of it ends. `connect()` may begin anew. */
  #finish(failure: ErrorCode | null): void {
    this.#joined = false;
    this.#late.stop();
    this.#own.left();
    this.#engine.leave();
    this.#channel.close();
    this.devices.close();
    this.#wakeLock.hold(false);
    if (failure) this.#failure.value = failure;
  }
}
