import type { ErrorCode } from '@gabinet/shared/contracts/errors';
import type { SessionEntry } from '@gabinet/shared/contracts/http';
import type { SessionView } from '@gabinet/shared/contracts/session';
import type { Modality } from '@gabinet/shared/contracts/words';
import type { ReadonlySignal } from '@preact/signals';
import type { ChatModel } from './ChatModel.ts';
import type { PathTester } from './PathTester.ts';

/** What pages see of the live session: signals to read, verbs to call. Pages never touch a socket. */

export type DeviceKind = 'microphone' | 'camera';

/** One local device. `off` is the owner's choice and never a fault. */
export type DeviceState =
  | { state: 'idle' }
  | { state: 'asking' }
  | { state: 'on'; track: MediaStreamTrack; label: string }
  | { state: 'off' }
  | { state: 'denied' }
  | { state: 'missing' }
  | { state: 'busy' }
  | { state: 'ended' };

export interface LocalDevices {
  readonly microphone: ReadonlySignal<DeviceState>;
  readonly camera: ReadonlySignal<DeviceState>;
  /** Loudness of the microphone now, 0 to 1, about 15 times a second; 0 while it is off. */
  readonly level: ReadonlySignal<number>;
  /** True after 8 s in which an open microphone gave nothing but silence. */
  readonly microphoneSilent: ReadonlySignal<boolean>;
  readonly available: ReadonlySignal<readonly MediaDeviceInfo[]>;
  /** Asks for what is wanted; a camera in use elsewhere never costs the microphone. Never rejects. */
  open(wanted: { microphone: boolean; camera: boolean }): Promise<void>;
  /** Turns a device on (asking anew where needed) or off. Off stops the track: its light goes out. */
  set(kind: DeviceKind, on: boolean): Promise<void>;
  choose(kind: DeviceKind, deviceId: string): Promise<void>;
  /** Plays a short soft tone to the chosen output. */
  playTestSound(): Promise<void>;
  close(): void;
}

/** The way to the service, in the words that the screen uses. */
export type Link =
  | { state: 'idle' }
  | { state: 'connecting' }
  | { state: 'connected' }
  /** The socket or the media path is gone since `since` (epoch ms); it comes back by itself. */
  | { state: 'reconnecting'; since: number; media: boolean }
  | { state: 'failed'; code: ErrorCode };

export interface RemotePerson {
  participantId: string;
  /** Null until the track is set up. */
  audio: MediaStreamTrack | null;
  video: MediaStreamTrack | null;
  /** True while the owner has muted it (or it is not there). */
  audioPaused: boolean;
  videoPaused: boolean;
}

export interface LiveSession {
  readonly session: ReadonlySignal<SessionView | null>;
  readonly link: ReadonlySignal<Link>;
  readonly people: ReadonlySignal<readonly RemotePerson[]>;
  readonly devices: LocalDevices;
  readonly path: PathTester;
  readonly chat: ChatModel;
  /** Whether our own sound and picture are wanted on; they flow only once admitted. */
  readonly microphoneOn: ReadonlySignal<boolean>;
  readonly cameraOn: ReadonlySignal<boolean>;
  /** The seat went to another device; this page is over until the person moves it back. */
  readonly takenElsewhere: ReadonlySignal<boolean>;
  /** Opens the socket early, while the person is still checking devices. */
  connect(entry: SessionEntry): void;
  /** Enters the waiting room (or the call, for who is admitted). Resolves with the ack. */
  join(): Promise<void>;
  setMicrophone(on: boolean): Promise<void>;
  setCamera(on: boolean): Promise<void>;
  /** Rule S11: how revealingly this person is met at most. Lowering stops what is above it at once. */
  setCeiling(ceiling: Modality): Promise<void>;
  /** Rule S12: asks everybody inside; nothing changes until all have said yes. */
  propose(modality: Modality): Promise<void>;
  answer(proposalId: string, accept: boolean): Promise<void>;
  withdraw(proposalId: string): Promise<void>;
  admit(participantId: string): Promise<void>;
  remove(participantId: string): Promise<void>;
  end(): Promise<void>;
  leave(): Promise<void>;
  /** Ends sockets, transports, tracks and timers. */
  close(): void;
}

/** The shape of `createLiveSession` (in live/LiveSession.ts); `getEntry` renews a ticket by cookie. */
export type CreateLiveSession = (options: {
  getEntry: () => Promise<SessionEntry>;
  clock?: () => number;
}) => LiveSession;
