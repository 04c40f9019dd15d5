import type { ErrorCode } from '@gabinet/shared/contracts/errors';
import type { SessionEntry } from '@gabinet/shared/contracts/http';
import type { SessionView } from '@gabinet/shared/contracts/session';
import type { Modality } from '@gabinet/shared/contracts/words';
import type { ReadonlySignal } from '@preact/signals';
import type { ChatModel } from './ChatModel.ts';
import type { LadderModel } from './LadderModel.ts';
import type { PathTester } from './PathTester.ts';

/** What pages see of the live session: signals to read, verbs to call. Pages never touch a socket. */

export type DeviceKind = 'microphone' | 'camera';

/** Who said no: the browser for this page, nobody (the question was closed), or the system. */
export type Denial = 'browser' | 'dismissed' | 'system';

/** One local device. `off` is the owner's choice and never a fault. */
export type DeviceState =
  | { state: 'idle' }
  | { state: 'asking' }
  | { state: 'on'; track: MediaStreamTrack; label: string }
  | { state: 'off' }
  | { state: 'denied'; by: Denial }
  | { state: 'missing' }
  | { state: 'busy' }
  | { state: 'ended' };

/** What is done with the microphone's sound: the browser's own way, stronger, or nothing. */
export type SoundTreatment = 'usual' | 'strong' | 'raw';

/** `gaveUp`: this computer could not keep up, so the background is seen again. */
export type BlurState = 'off' | 'starting' | 'on' | 'gaveUp' | 'failed';

/** A device was changed without its owner's doing: one fell away and this took its place. */
export interface DeviceNotice {
  kind: DeviceKind;
  label: string;
}

export interface LocalDevices {
  readonly microphone: ReadonlySignal<DeviceState>;
  readonly camera: ReadonlySignal<DeviceState>;
  /** Loudness of the microphone now, 0 to 1, about 15 times a second; 0 while it is off. */
  readonly level: ReadonlySignal<number>;
  /** True after 8 s in which an open microphone gave nothing but silence. */
  readonly microphoneSilent: ReadonlySignal<boolean>;
  readonly available: ReadonlySignal<readonly MediaDeviceInfo[]>;
  /** Devices that the system holds back for now (a phone call); they come back by themselves. */
  readonly held: ReadonlySignal<readonly DeviceKind[]>;
  readonly notice: ReadonlySignal<DeviceNotice | null>;
  /** The id of the output that all sound goes to; empty is the system's choice. */
  readonly output: ReadonlySignal<string>;
  readonly canChooseOutput: boolean;
  readonly treatment: ReadonlySignal<SoundTreatment>;
  readonly blur: ReadonlySignal<BlurState>;
  /** Asks for what is wanted; a camera in use elsewhere never costs the microphone. Never rejects. */
  open(wanted: { microphone: boolean; camera: boolean }): Promise<void>;
  /** Turns a device on (asking anew where needed) or off. Off stops the track: its light goes out. */
  set(kind: DeviceKind, on: boolean): Promise<void>;
  /** The id of the device in use, empty while none is. Redraws with the device's state. */
  chosen(kind: DeviceKind): string;
  /** Changes to this one, or to any of its kind if it has gone meanwhile. */
  choose(kind: DeviceKind, deviceId: string): Promise<void>;
  /** Changes where sound goes. The microphone opens anew after it, for the sake of the echo. */
  chooseOutput(deviceId: string): Promise<void>;
  /** Opens the microphone anew with this treatment, which is remembered. */
  setTreatment(treatment: SoundTreatment): Promise<void>;
  setBlur(on: boolean): Promise<void>;
  /** The notice was read. */
  dismissNotice(): void;
  /** Plays a short soft tone to the chosen output. */
  playTestSound(): Promise<void>;
  close(): void;
}

/** The way to the service, in the words that the screen uses. */
export type Link =
  | { state: 'idle' }
  | { state: 'connecting' }
  | { state: 'connected' }
  /**
   * The socket or the media path is gone since `since` (epoch ms); it comes back by itself. The others
   * are told (`seen`) only of a lost socket.
   */
  | { state: 'reconnecting'; since: number; media: boolean; seen: boolean }
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
  readonly ladder: LadderModel;
  readonly path: PathTester;
  readonly chat: ChatModel;
  /** Whether our own sound and picture are wanted on; they flow only once admitted. */
  readonly microphoneOn: ReadonlySignal<boolean>;
  readonly cameraOn: ReadonlySignal<boolean>;
  /** The seat went to another device; this page is over until the person moves it back. */
  readonly takenElsewhere: ReadonlySignal<boolean>;
  /** Grows with each change of the psychologist's day, such as the next client's arrival. */
  readonly dayChanges: ReadonlySignal<number>;
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
