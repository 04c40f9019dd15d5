import { AppError, type ErrorCode } from '@gabinet/shared/contracts/errors';
import type { SessionEntry } from '@gabinet/shared/contracts/http';
import type { SessionView } from '@gabinet/shared/contracts/session';
import type { Modality } from '@gabinet/shared/contracts/words';
import { batch, computed, effect, type ReadonlySignal, signal } from '@preact/signals';
import { Channel } from './Channel.ts';
import { Chat } from './Chat.ts';
import { Devices } from './Devices.ts';
import { FormKeeper } from './FormKeeper.ts';
import type { LadderModel } from './LadderModel.ts';
import { linkOf } from './link.ts';
import { MediaEngine } from './MediaEngine.ts';
import type { CreateLiveSession, DeviceKind, Link, LiveSession, RemotePerson } from './model.ts';
import { onNetworkChange, onWake } from './network.ts';
import { OwnLink } from './OwnLink.ts';
import { createPathTester, type PathTester } from './PathTester.ts';
import { ending, keepsAwake, maySend, newerView, peopleOf, sendWish } from './people.ts';
import { isFinal } from './reconnection.ts';
import { WakeLock } from './WakeLock.ts';

const mediaRetryMilliseconds = 2_000;

type Options = Parameters<CreateLiveSession>[0];

/** The live session of one page: joins its parts; rules S4 to S9, M1, M5, M6 and M9 on this side. */
export const createLiveSession: CreateLiveSession = (options) => new PageSession(options);

class PageSession implements LiveSession {
  readonly devices = new Devices();
  readonly session: ReadonlySignal<SessionView | null>;
  readonly link: ReadonlySignal<Link>;
  readonly people: ReadonlySignal<readonly RemotePerson[]>;
  readonly path: PathTester;
  readonly chat: Chat;
  readonly #dayChanges = signal(0);
  readonly #view = signal<SessionView | null>(null);
  readonly #microphoneOn = signal(true);
  readonly #cameraOn = signal(true);
  readonly #takenElsewhere = signal(false);
  readonly #failure = signal<ErrorCode | null>(null);
  readonly #options: Options;
  readonly #channel: Channel;
  readonly #engine: MediaEngine;
  readonly #own: OwnLink;
  readonly #wakeLock = new WakeLock();
  readonly #forms = new FormKeeper({
    turnOff: (kind) => this.#turnOff(kind),
    needMedia: () => {
      if (this.#joined && !this.#engine.rtpCapabilities) this.#retryDevice(0);
    },
  });
  readonly #endings: (() => void)[] = [];
  /** Rule M9: one for each load of the page, and for each late-loaded device. */
  #pageId = crypto.randomUUID();
  /** Whether the person is in: each new socket then joins again. */
  #joined = false;
  /** Whether the next socket, once it has joined, makes the media path look for a new way. */
  #networkChanged = false;
  #mediaTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: Options) {
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
    this.#engine = new MediaEngine({
      request: this.#channel.request,
      isOnline: () => this.#channel.isOpen,
      onLost: () => this.#channel.prove(),
      clock,
    });
    this.path = createPathTester({
      request: this.#channel.request,
      device: () => this.#engine.device(),
    });
    this.chat = new Chat({ channel: this.#channel, view: this.#view, clock });
    const { tracks, lostSince } = this.#engine;
    this.session = this.#view;
    this.people = computed(() => peopleOf(this.#view.value, tracks.value));
    this.link = computed(() =>
      linkOf(this.#channel.state.value, lostSince.value, this.#failure.value),
    );
    this.#own = new OwnLink({
      view: this.#view,
      link: this.link,
      engine: this.#engine,
      pictureWanted: computed(
        () =>
          this.#cameraOn.value &&
          this.devices.camera.value.state === 'on' &&
          maySend(this.#view.value, 'video'),
      ),
      turnPictureOff: () => void this.setCamera(false),
      request: this.#channel.request,
      clock,
    });
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
      effect(() => this.#send()),
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

  get microphoneOn(): ReadonlySignal<boolean> {
    return this.#microphoneOn;
  }

  get cameraOn(): ReadonlySignal<boolean> {
    return this.#cameraOn;
  }

  get ladder(): LadderModel {
    return this.#own.ladder;
  }

  get takenElsewhere(): ReadonlySignal<boolean> {
    return this.#takenElsewhere;
  }

  get dayChanges(): ReadonlySignal<number> {
    return this.#dayChanges;
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
    this.#loadDevice(entry);
  }

  async join(): Promise<void> {
    this.#own.entered();
    while (!this.#joined) {
      await this.#channel.whenOpen();
      try {
        await this.#enter();
        this.#joined = true;
      } catch (error) {
        // Lost with its socket: the next one is on its way.
        if (this.#channel.isOpen || !isUnavailable(error)) throw error;
      }
    }
  }

  async setMicrophone(on: boolean): Promise<void> {
    if (on && !maySend(this.#view.value, 'audio')) throw new AppError('ABOVE_CEILING');
    this.#microphoneOn.value = on;
    // Muted, the microphone stays open: the first word after it must not be lost.
    const { state } = this.devices.microphone.value;
    if (on && (state !== 'idle' || this.#joined)) await this.devices.set('microphone', true);
  }

  async setCamera(on: boolean): Promise<void> {
    if (on && !maySend(this.#view.value, 'video')) throw new AppError('ABOVE_CEILING');
    this.#cameraOn.value = on;
    await this.devices.set('camera', on);
  }

  async setCeiling(ceiling: Modality): Promise<void> {
    await this.#channel.request('session:set-ceiling', { ceiling });
  }

  async propose(modality: Modality): Promise<void> {
    await this.#channel.request('session:propose', { proposalId: crypto.randomUUID(), modality });
  }

  async answer(proposalId: string, accept: boolean): Promise<void> {
    await this.#channel.request('session:answer', { proposalId, accept });
  }

  async withdraw(proposalId: string): Promise<void> {
    await this.#channel.request('session:withdraw', { proposalId });
  }

  async admit(participantId: string): Promise<void> {
    await this.#channel.request('session:admit', { participantId });
  }

  async remove(participantId: string): Promise<void> {
    await this.#channel.request('session:remove', { participantId });
  }

  async end(): Promise<void> {
    this.#own.left();
    try {
      await this.#channel.request('session:end', {});
    } catch (error) {
      // The news of the end may overtake the ack, and it closes the socket.
      if (ending(this.#view.peek()) === null) throw error;
    }
  }

  async leave(): Promise<void> {
    this.#own.left();
    try {
      await this.#channel.request('session:leave', {});
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
    const engine = this.#engine;
    channel.on('session:changed', (view) => this.#accept(view));
    channel.on('media:moved', (setup) => engine.moved(setup));
    channel.on('media:consumer-added', ({ mediaEpoch, consumer }) =>
      engine.consumerAdded(mediaEpoch, consumer),
    );
    channel.on('media:consumer-closed', ({ mediaEpoch, consumerId }) =>
      engine.consumerClosed(mediaEpoch, consumerId),
    );
    channel.on('media:consumer-paused', ({ mediaEpoch, consumerId, producerPaused }) =>
      engine.consumerPaused(mediaEpoch, consumerId, producerPaused),
    );
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

  /** Tells the media engine what to send, whenever one of its reasons changes. */
  #send(): void {
    const view = this.#view.value;
    const microphone = this.devices.microphone.value;
    const camera = this.devices.camera.value;
    const carried = this.#own.ladder.carried.value;
    const microphoneOn = this.#microphoneOn.value;
    if (microphone.state === 'on') microphone.track.enabled = microphoneOn;
    this.#engine.wish({
      microphone: sendWish(view, 'audio', microphone, microphoneOn, carried),
      camera: sendWish(view, 'video', camera, this.#cameraOn.value, carried),
    });
  }

  /** Rule M1: one request, one ack; resolves with the ack while media is set up behind it. */
  async #enter(): Promise<void> {
    const { media } = await this.#engine.enter(async () => {
      const rtpCapabilities = this.#engine.rtpCapabilities ?? { codecs: [], headerExtensions: [] };
      const answer = await this.#channel.request('session:join', {
        pageId: this.#pageId,
        rtpCapabilities,
      });
      this.#accept(answer.session);
      this.chat.joined(answer.chatSequence);
      return answer;
    });
    if (!this.#hasMedia) return;
    if (!media) this.#engine.unavailable();
    if (!this.#engine.rtpCapabilities) this.#retryDevice();
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
    this.#loadDevice(entry);
    return entry.ticket;
  }

  #loadDevice({ routerRtpCapabilities }: SessionEntry): void {
    if (!routerRtpCapabilities || this.#engine.rtpCapabilities || !this.#hasMedia) return;
    this.#engine.load(routerRtpCapabilities).catch(() => {
      this.#failure.value = 'MEDIA_UNAVAILABLE';
    });
  }

  /** A chat session carries neither sound nor picture. */
  get #hasMedia(): boolean {
    return this.#view.peek()?.modality !== 'chat';
  }

  /** Not the owner's choice but the form's: a later one turns nothing on by itself. */
  #turnOff(kind: DeviceKind): void {
    const wanted = kind === 'camera' ? this.#cameraOn : this.#microphoneOn;
    wanted.value = false;
    // Never opened, it stays as it is: nobody was asked for it.
    if (this.devices[kind].peek().state !== 'idle') void this.devices.set(kind, false);
  }

  /**
   * The page is in without media: no media node had answered, or the session was a chat until now.
   * Asks again until one does, and joins as a page that can receive.
   */
  #retryDevice(afterMilliseconds = mediaRetryMilliseconds): void {
    clearTimeout(this.#mediaTimer);
    if (this.#failure.peek()) return;
    this.#mediaTimer = setTimeout(() => {
      void this.#getTicket().then(
        () => {
          // To the service this is another page: the one before could receive nothing.
          this.#pageId = crypto.randomUUID();
          this.#resume();
        },
        () => this.#retryDevice(),
      );
    }, afterMilliseconds);
  }

  /** The person's part is over on this page: all of it ends. `connect()` may begin anew. */
  #finish(failure: ErrorCode | null): void {
    this.#joined = false;
    clearTimeout(this.#mediaTimer);
    this.#own.left();
    this.#engine.leave();
    this.#channel.close();
    this.devices.close();
    this.#wakeLock.hold(false);
    if (failure) this.#failure.value = failure;
  }
}

function isUnavailable(error: unknown): boolean {
  return error instanceof AppError && error.code === 'UNAVAILABLE';
}
