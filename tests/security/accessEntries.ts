import type { HttpName, HttpRequestInput } from '@gabinet/shared/contracts/http';
import type { AccessWorld } from './AccessWorld.ts';

/** Whose an object is, for the matrix. */
export type Scope =
  /** The caller's own: there is no other's to ask for. */
  | 'own'
  | 'public'
  /** A token, a code or this browser's own intake decides. */
  | 'token'
  | 'calendar'
  | 'own calendar'
  | 'practice'
  | 'practice staff'
  | 'own account'
  | 'seat'
  | 'own appointment';

type Entry<N extends HttpName> = {
  readonly scope: Scope;
  readonly input: (world: AccessWorld) => HttpRequestInput<N>;
};

const token = 'A'.repeat(27);
const email = 'nobody@example.org';
const code = '000000';
const nothing = () => ({});
const ofAppointment = (world: AccessWorld) => ({ appointmentId: world.ids.appointmentId });
const ofPsychologist = (world: AccessWorld) => ({ psychologistId: world.ids.psychologistId });
const ofImage = ({ ids }: AccessWorld) => ({
  sessionId: ids.appointmentId,
  imageId: '4b1ff6ce-8ecb-4c1b-8b0e-0a2a1d4d9a01',
});
const tomorrow = () => new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);

const policy = {
  durationMinutes: 50,
  stepMinutes: 60,
  bufferBeforeMinutes: 0,
  bufferAfterMinutes: 10,
  noticeMinutes: 0,
  horizonDays: 60,
  cancellationMinutes: 1440,
  whoMayBook: 'anyone',
  approval: false,
  reminderMinutes: [60],
} as const;

const emptyAvailability = () => ({
  zones: [{ from: null, zone: 'Europe/Warsaw' }],
  rules: [],
  exceptions: [],
  holidaysClosed: false,
});

/** One line for each contract: a new one without its line does not compile, and fails the matrix. */
export const entries: { readonly [N in HttpName]: Entry<N> } = {
  practice: { scope: 'public', input: nothing },
  practiceSettings: { scope: 'own', input: nothing },
  savePracticeSettings: {
    scope: 'own',
    input: () => ({
      name: 'Renamed',
      language: 'en',
      zone: 'Europe/Warsaw',
      country: 'PL',
      address: null,
      phone: null,
      policy: { ...policy, reminderMinutes: [60] },
      minorConsentAge: 16,
      duty: { staffed: false, callWithinMinutes: null },
      letterReplyDays: null,
    }),
  },
  crisisContacts: { scope: 'public', input: nothing },
  saveCrisisContacts: {
    scope: 'own',
    input: () => ({
      contacts: [{ country: 'PL', number: '112', name: {}, who: {}, hours: {}, verifiedOn: null }],
    }),
  },
  consentTexts: { scope: 'own', input: nothing },
  saveConsentText: {
    scope: 'own',
    input: () => ({ modality: 'video', language: 'en', title: 'Consent', text: 'I agree.' }),
  },
  dutyCalls: { scope: 'own', input: nothing },
  acknowledgeDutyCall: {
    scope: 'practice staff',
    input: ({ ids }) => ({ callId: ids.callId }),
  },

  openInvitation: { scope: 'token', input: () => ({ token }) },
  enterSession: { scope: 'seat', input: ({ ids }) => ({ sessionId: ids.appointmentId }) },
  startSession: { scope: 'own calendar', input: ({ ids }) => ({ sessionId: ids.appointmentId }) },
  nextWaiting: { scope: 'own calendar', input: ({ ids }) => ({ sessionId: ids.appointmentId }) },
  sessionQuality: { scope: 'own calendar', input: ({ ids }) => ({ sessionId: ids.appointmentId }) },
  putChatImage: { scope: 'seat', input: ofImage },
  chatImage: { scope: 'seat', input: ofImage },
  day: { scope: 'own', input: nothing },
  dayTicket: { scope: 'own', input: nothing },
  signOut: { scope: 'own', input: nothing },
  demoSignIn: { scope: 'token', input: () => ({ token }) },
  demoMails: { scope: 'token', input: nothing },

  beginEnrolment: { scope: 'token', input: () => ({ token }) },
  finishEnrolment: {
    scope: 'token',
    input: () => ({
      token,
      displayName: 'Nobody',
      language: 'en',
      zone: 'Europe/Warsaw',
      response: {},
    }),
  },
  beginSignIn: { scope: 'token', input: nothing },
  finishSignIn: { scope: 'token', input: () => ({ response: {} }) },
  requestRecovery: { scope: 'token', input: () => ({ email }) },
  beginRecovery: {
    scope: 'token',
    input: () => ({ email, code, recoveryCode: 'AAAA-AAAA-AAAA' }),
  },
  finishRecovery: { scope: 'token', input: () => ({ response: {} }) },
  account: { scope: 'own', input: nothing },
  beginPasskey: { scope: 'own', input: nothing },
  finishPasskey: { scope: 'own', input: () => ({ name: 'Telephone', response: {} }) },
  removePasskey: { scope: 'own account', input: ({ ids }) => ({ passkeyId: ids.passkeyId }) },
  renewRecoveryCodes: { scope: 'own', input: nothing },
  revokeBrowser: { scope: 'own account', input: ({ ids }) => ({ browserId: ids.browserId }) },
  signOutEverywhere: { scope: 'own', input: nothing },
  staff: { scope: 'own', input: nothing },
  inviteStaff: {
    scope: 'own',
    input: () => ({ email, displayName: 'New', role: 'coordinator', language: 'en' }),
  },
  revokeStaffInvitation: {
    scope: 'practice',
    input: ({ ids }) => ({ invitationId: ids.invitationId }),
  },
  deactivateStaff: { scope: 'practice', input: ({ ids }) => ({ staffId: ids.staffId }) },

  psychologists: { scope: 'public', input: nothing },
  psychologist: { scope: 'public', input: ofPsychologist },
  openings: {
    scope: 'public',
    input: (world) => ({ ...ofPsychologist(world), from: tomorrow(), to: tomorrow() }),
  },
  availability: { scope: 'calendar', input: ofPsychologist },
  saveAvailability: {
    scope: 'calendar',
    input: (world) => ({
      ...ofPsychologist(world),
      availability: emptyAvailability(),
      ownPolicy: {},
      version: 1,
    }),
  },
  previewOpenings: {
    scope: 'calendar',
    input: (world) => ({
      ...ofPsychologist(world),
      availability: emptyAvailability(),
      ownPolicy: {},
      from: tomorrow(),
      to: tomorrow(),
    }),
  },
  profile: { scope: 'calendar', input: ofPsychologist },
  saveProfile: {
    scope: 'calendar',
    input: (world) => ({
      ...ofPsychologist(world),
      profile: {
        displayName: 'Anna',
        title: null,
        about: {},
        approaches: [],
        problems: [],
        languages: ['en'],
        modalities: ['video'],
        listed: true,
      },
    }),
  },
  feed: { scope: 'own calendar', input: ofPsychologist },
  renewFeed: { scope: 'own calendar', input: ofPsychologist },
  revokeFeed: { scope: 'own calendar', input: ofPsychologist },
  addExternalCalendar: {
    scope: 'own calendar',
    input: (world) => ({
      ...ofPsychologist(world),
      name: 'Private',
      url: 'http://127.0.0.1:9/calendar.ics',
    }),
  },
  removeExternalCalendar: {
    scope: 'own calendar',
    input: (world) => ({ ...ofPsychologist(world), calendarId: world.ids.calendarId }),
  },

  calendars: { scope: 'own', input: nothing },
  calendar: {
    scope: 'calendar',
    input: (world) => ({
      ...ofPsychologist(world),
      from: world.startsAt,
      to: world.startsAt + 86_400_000,
    }),
  },
  appointment: { scope: 'calendar', input: ofAppointment },
  bookAppointment: {
    scope: 'calendar',
    input: (world) => ({
      ...ofPsychologist(world),
      startsAt: world.startsAt,
      modality: 'video',
      attendees: [],
    }),
  },
  moveAppointment: {
    scope: 'calendar',
    input: (world) => ({ ...ofAppointment(world), startsAt: world.startsAt }),
  },
  cancelAppointment: { scope: 'calendar', input: ofAppointment },
  changeModality: {
    scope: 'calendar',
    input: (world) => ({ ...ofAppointment(world), modality: 'audio' }),
  },
  approveAppointment: { scope: 'calendar', input: ofAppointment },
  declineAppointment: { scope: 'calendar', input: ofAppointment },
  addMember: {
    scope: 'calendar',
    input: (world) => ({ ...ofAppointment(world), client: { displayName: 'New', language: 'en' } }),
  },
  removeMember: {
    scope: 'calendar',
    input: (world) => ({ ...ofAppointment(world), participantId: world.ids.participantId }),
  },
  clients: { scope: 'own', input: nothing },

  intake: { scope: 'token', input: nothing },
  startIntake: { scope: 'token', input: () => ({ language: 'en', zone: 'Europe/Warsaw' }) },
  saveIntake: { scope: 'token', input: () => ({ answers: {} }) },
  holdOpening: {
    scope: 'token',
    input: (world) => ({ ...ofPsychologist(world), startsAt: world.startsAt, modality: 'video' }),
  },
  releaseHold: { scope: 'token', input: nothing },
  sendIntakeCode: { scope: 'token', input: nothing },
  confirmIntake: { scope: 'token', input: () => ({ code }) },
  resumeIntake: { scope: 'token', input: () => ({ token }) },
  forgetIntake: { scope: 'token', input: nothing },
  inviteToBook: {
    scope: 'calendar',
    input: (world) => ({ ...ofPsychologist(world), email, language: 'en' }),
  },

  requestClientCode: { scope: 'token', input: () => ({ email }) },
  verifyClient: { scope: 'token', input: () => ({ email, code }) },
  clientPage: { scope: 'own', input: nothing },
  clientBook: {
    // With a psychologist of one's own only; others' are not there for them.
    scope: 'own appointment',
    input: (world) => ({ ...ofPsychologist(world), startsAt: world.startsAt, modality: 'video' }),
  },
  clientMove: {
    scope: 'own appointment',
    input: (world) => ({ ...ofAppointment(world), startsAt: world.startsAt }),
  },
  clientCancel: { scope: 'own appointment', input: ofAppointment },
  clientModality: {
    scope: 'own appointment',
    input: (world) => ({ ...ofAppointment(world), modality: 'audio' }),
  },
  clientDecline: { scope: 'own appointment', input: ofAppointment },
  clientJoin: { scope: 'own appointment', input: ofAppointment },
};
