import type { DayAppointment, HttpOutput, InvitationView } from '@gabinet/shared/contracts/http';
import type { ParticipantView, SessionView } from '@gabinet/shared/contracts/session';
import type { Rung } from '@gabinet/shared/contracts/words';
import { signal } from '@preact/signals';
import type { ChatModel } from '../live/ChatModel.ts';
import type { DeviceState, Link, LiveSession, LocalDevices, RemotePerson } from '../live/model.ts';
import type { PathTestState } from '../live/PathTester.ts';
import { fakeChat } from './fakeChat.ts';

/** Made-up people and states for the gallery. Nothing here is in the production build. */

const minute = 60_000;
/** 14 January 2027, 15:52 in Poland: the gallery's clock stands still there. */
export const galleryNow = Date.UTC(2027, 0, 14, 14, 52);
const startsAt = Date.UTC(2027, 0, 14, 15, 0);
const uuid = (last: number): string => `00000000-0000-4000-8000-${String(last).padStart(12, '0')}`;

export function person(changes: Partial<ParticipantView> = {}): ParticipantView {
  return {
    participantId: uuid(1),
    role: 'client',
    displayName: 'Marta Zielińska',
    presence: 'invited',
    ceiling: 'video',
    uplink: 'full',
    downlink: 'full',
    wantsMarks: false,
    connected: true,
    arrivedAt: null,
    ...changes,
  };
}

export const anna = person({
  participantId: uuid(2),
  role: 'psychologist',
  displayName: 'Anna Nowak',
  presence: 'admitted',
});

export function view(changes: Partial<SessionView> = {}): SessionView {
  return {
    sessionId: uuid(10),
    version: 1,
    phase: 'open',
    modality: 'video',
    startsAt,
    endsAt: startsAt + 50 * minute,
    opensAt: startsAt - 15 * minute,
    liveAt: null,
    endedAt: null,
    zone: 'Europe/Warsaw',
    practiceName: 'Poradnia przy Lipowej',
    now: galleryNow,
    you: person(),
    others: [anna],
    proposal: null,
    ...changes,
  };
}

export function invitation(session: SessionView): InvitationView {
  return {
    participantId: session.you.participantId,
    psychologist: { displayName: 'Anna Nowak', title: 'psycholożka' },
    yourName: session.you.displayName,
    language: 'pl',
    session,
  };
}

/** A painted "picture": a wall, a lamp's light and a quiet figure, so that contrast can be judged. */
export function picture(shirt: string, hair: string): MediaStreamTrack {
  const canvas = document.createElement('canvas');
  canvas.width = 1280;
  canvas.height = 800;
  const paint = canvas.getContext('2d');
  if (!paint) throw new Error('This browser has no canvas.');
  const draw = (): void => {
    const shape = (colour: string, ...ellipse: [number, number, number, number]): void => {
      paint.fillStyle = colour;
      paint.beginPath();
      paint.ellipse(...ellipse, 0, 0, 2 * Math.PI);
      paint.fill();
    };
    paint.fillStyle = '#d8cbb8';
    paint.fillRect(0, 0, 1280, 800);
    paint.fillStyle = '#efe4d0';
    paint.fillRect(120, 60, 260, 420);
    shape(shirt, 640, 860, 330, 290);
    shape(hair, 640, 330, 150, 190);
    shape('#d9a781', 640, 370, 112, 150);
  };
  draw();
  const track = canvas.captureStream(5).getVideoTracks()[0];
  if (!track) throw new Error('The canvas gave no track.');
  setInterval(draw, 200);
  return track;
}

export interface FakeOptions {
  link?: Link;
  microphone?: DeviceState;
  camera?: DeviceState;
  level?: number;
  silent?: boolean;
  people?: readonly RemotePerson[];
  microphoneOn?: boolean;
  cameraOn?: boolean;
  uplink?: Rung;
  downlink?: Rung;
  countdown?: number;
  path?: PathTestState;
  chat?: ChatModel;
  devices?: Partial<LocalDevices>;
}

/** A live session that does nothing: its signals hold what a screen is to show. */
export function fakeLive(session: SessionView, options: FakeOptions = {}): LiveSession {
  const nothing = async (): Promise<void> => undefined;
  return {
    session: signal(session),
    link: signal(options.link ?? { state: 'connected' }),
    people: signal(options.people ?? []),
    microphoneOn: signal(options.microphoneOn ?? true),
    cameraOn: signal(options.cameraOn ?? true),
    takenElsewhere: signal(false),
    ladder: {
      uplink: signal(options.uplink ?? 'full'),
      downlink: signal(options.downlink ?? 'full'),
      countdown: signal(options.countdown ?? null),
      stayWithVoice: () => undefined,
    },
    dayChanges: signal(0),
    path: { state: signal(options.path ?? { state: 'idle' }), run: nothing },
    chat: options.chat ?? fakeChat(),
    devices: {
      microphone: signal(options.microphone ?? { state: 'idle' }),
      camera: signal(options.camera ?? { state: 'idle' }),
      level: signal(options.level ?? 0.3),
      microphoneSilent: signal(options.silent ?? false),
      available: signal([]),
      held: signal([]),
      notice: signal(null),
      output: signal(''),
      canChooseOutput: true,
      treatment: signal('usual'),
      blur: signal('off'),
      open: nothing,
      set: nothing,
      chosen: () => '',
      choose: nothing,
      chooseOutput: nothing,
      setTreatment: nothing,
      setBlur: nothing,
      dismissNotice: () => undefined,
      playTestSound: nothing,
      close: () => undefined,
      ...options.devices,
    },
    connect: () => undefined,
    join: nothing,
    setMicrophone: nothing,
    setCamera: nothing,
    setCeiling: nothing,
    propose: nothing,
    answer: nothing,
    withdraw: nothing,
    admit: nothing,
    remove: nothing,
    end: nothing,
    leave: nothing,
    close: () => undefined,
  };
}

function appointment(
  last: number,
  hour: number,
  name: string,
  changes: Partial<DayAppointment> = {},
  waiting = false,
): DayAppointment {
  const from = Date.UTC(2027, 0, 14, hour - 1);
  return {
    sessionId: uuid(20 + last),
    startsAt: from,
    endsAt: from + 50 * minute,
    modality: 'video',
    phase: 'scheduled',
    status: 'confirmed',
    address: null,
    people: [
      {
        participantId: uuid(40 + last),
        displayName: name,
        presence: waiting ? 'waiting' : 'invited',
        connected: waiting,
        arrivedAt: waiting ? galleryNow - 4 * minute : null,
      },
    ],
    ...changes,
  };
}

export function day(kind: 'waiting' | 'quiet' | 'empty'): HttpOutput<'day'> {
  const waiting = kind === 'waiting';
  return {
    psychologist: {
      psychologistId: uuid(3),
      displayName: 'Anna Nowak',
      title: 'psycholożka',
      language: 'pl',
    },
    practiceName: 'Poradnia przy Lipowej',
    zone: 'Europe/Warsaw',
    now: galleryNow,
    appointments:
      kind === 'empty'
        ? []
        : [
            appointment(1, 9, 'Piotr Maj', { phase: 'ended' }),
            appointment(2, 10, 'Ewa Kurek', { phase: 'ended', modality: 'audio' }),
            appointment(3, 14, 'Oleksandra Bondar', { phase: 'ended', modality: 'chat' }),
            appointment(4, 16, 'Marta Zielińska', { phase: 'open' }, waiting),
            appointment(5, 17, 'Hanna Lis'),
            appointment(6, 18, 'Grzegorz Pawlak', { modality: 'audio' }),
          ],
  };
}
