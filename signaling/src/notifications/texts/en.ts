import { plural, type Wording } from './wording.ts';

const locale = 'en-GB';
const count = (one: string, other: string) => plural(locale, { one, other });
const appointments = count('# appointment', '# appointments');

export const en: Wording = {
  locale,
  modality: {
    video: 'video',
    audio: 'voice',
    chat: 'writing live',
    office: 'in the office',
    message: 'letters',
  },
  eventTitle: (modality) => `Appointment (${modality})`,
  feedName: 'Appointments',
  subject: {
    requested: (when) => `Appointment asked for: ${when}`,
    confirmed: (when) => `Appointment on ${when}`,
    declined: (when) => `Not possible: appointment on ${when}`,
    moved: (when) => `Appointment moved to ${when}`,
    'modality-changed': (when) => `Changed: appointment on ${when}`,
    cancelled: (when) => `Cancelled: appointment on ${when}`,
    'late-cancelled': (when) => `Cancelled: appointment on ${when}`,
    left: (when) => `Change of participants: appointment on ${when}`,
    joined: (when) => `A seat: appointment on ${when}`,
    reminder: (when) => `Reminder: appointment on ${when}`,
  },
  subjectOfMany: {
    requested: (n, first) => `${appointments(n)} asked for, the first on ${first}`,
    confirmed: (n, first) => `${appointments(n)}, the first on ${first}`,
    declined: (n, first) => `Not possible: ${appointments(n)} from ${first}`,
    moved: (n, first) => `${appointments(n)} moved, the first to ${first}`,
    'modality-changed': (n, first) => `Changed: ${appointments(n)} from ${first}`,
    cancelled: (n, first) => `Cancelled: ${appointments(n)} from ${first}`,
    'late-cancelled': (n, first) => `Cancelled: ${appointments(n)} from ${first}`,
    left: (n, first) => `Change of participants: ${appointments(n)} from ${first}`,
    joined: (n, first) => `Seats: ${appointments(n)}, the first on ${first}`,
    reminder: (n, first) => `Reminder: ${appointments(n)} from ${first}`,
  },
  neutralSubject: 'A message for you',
  greeting: 'Good day,',
  toClient: {
    requested: {
      one: 'we have your request for an appointment. The time is kept for you; you will get a mail as soon as it is answered.',
      many: count(
        'we have your request for # appointment. The time is kept for you; you will get a mail as soon as it is answered.',
        'we have your request for # appointments. The times are kept for you; you will get a mail as soon as it is answered.',
      ),
    },
    confirmed: {
      one: 'your appointment is confirmed.',
      many: count('your # appointment is confirmed.', 'your # appointments are confirmed.'),
    },
    declined: {
      one: 'the time you asked for is unfortunately not possible. You are welcome to choose another one.',
      many: count(
        'the # time you asked for is unfortunately not possible. You are welcome to choose another one.',
        'the # times you asked for are unfortunately not possible. You are welcome to choose others.',
      ),
    },
    moved: {
      one: 'your appointment has a new time.',
      many: count(
        '# of your appointments has a new time.',
        '# of your appointments have new times.',
      ),
    },
    'modality-changed': {
      one: 'the form of contact of your appointment has changed.',
      many: count(
        'the form of contact of # appointment has changed.',
        'the form of contact of # appointments has changed.',
      ),
    },
    cancelled: {
      one: 'this appointment is cancelled. It will not take place.',
      many: count(
        '# appointment is cancelled. It will not take place.',
        '# appointments are cancelled. They will not take place.',
      ),
    },
    'late-cancelled': {
      one: 'this appointment is cancelled. It will not take place. The cancellation came after the agreed time.',
      many: count(
        '# appointment is cancelled. It will not take place. The cancellation came after the agreed time.',
        '# appointments are cancelled. They will not take place. The cancellation came after the agreed time.',
      ),
    },
    left: {
      one: 'you do not take part in this appointment any more. Nothing else needs doing.',
      many: count(
        'you do not take part in # appointment any more. Nothing else needs doing.',
        'you do not take part in # appointments any more. Nothing else needs doing.',
      ),
    },
    joined: {
      one: 'you have a seat in this appointment.',
      many: count('you have a seat in # appointment.', 'you have a seat in # appointments.'),
    },
    reminder: {
      one: 'this is a reminder of your appointment.',
      many: count('this is a reminder of # appointment.', 'this is a reminder of # appointments.'),
    },
  },
  toPsychologist: {
    requested: {
      one: 'somebody asks for an appointment. Please confirm or decline it in your calendar.',
      many: count(
        'somebody asks for # appointment. Please confirm or decline it in your calendar.',
        'somebody asks for # appointments. Please confirm or decline them in your calendar.',
      ),
    },
    confirmed: {
      one: 'an appointment is confirmed in your calendar.',
      many: count(
        '# appointment is confirmed in your calendar.',
        '# appointments are confirmed in your calendar.',
      ),
    },
    declined: {
      one: 'a requested appointment was declined. The time is free again.',
      many: count(
        '# requested appointment was declined. The time is free again.',
        '# requested appointments were declined. The times are free again.',
      ),
    },
    moved: {
      one: 'an appointment in your calendar has a new time.',
      many: count(
        '# appointment in your calendar has a new time.',
        '# appointments in your calendar have new times.',
      ),
    },
    'modality-changed': {
      one: 'the form of contact of an appointment has changed.',
      many: count(
        'the form of contact of # appointment has changed.',
        'the form of contact of # appointments has changed.',
      ),
    },
    cancelled: {
      one: 'an appointment was cancelled. The time is free again.',
      many: count(
        '# appointment was cancelled. The time is free again.',
        '# appointments were cancelled. The times are free again.',
      ),
    },
    'late-cancelled': {
      one: 'an appointment was cancelled after the agreed time. The time is free again.',
      many: count(
        '# appointment was cancelled after the agreed time. The time is free again.',
        '# appointments were cancelled after the agreed time. The times are free again.',
      ),
    },
    left: {
      one: 'somebody will not come to an appointment. It stays in your calendar.',
      many: count(
        'somebody will not come to # appointment. It stays in your calendar.',
        'somebody will not come to # appointments. They stay in your calendar.',
      ),
    },
    joined: {
      one: 'a seat in one of your appointments was given.',
      many: count(
        'a seat in # of your appointments was given.',
        'seats in # of your appointments were given.',
      ),
    },
  },
  labels: {
    when: 'When',
    before: 'Until now',
    form: 'Form of contact',
    psychologist: 'With',
    practice: 'Practice',
    address: 'Address',
  },
  inZone: (time, place, zoneName) => `${time}, ${place} (${zoneName})`,
  join: 'Your personal link to this appointment. It is for you alone:',
  joinMany:
    'Under each time is your personal link to that appointment. The links are for you alone.',
  cancelUntil: (when) => `You can move or cancel it in time until ${when}.`,
  cancelMany: 'You can move or cancel each of them. Your page says until when for each one.',
  cancelPassed: 'You can still cancel, but the time agreed for it has passed.',
  ownPage: 'Your page, to change or cancel:',
  askPractice: (phone) => `You can also call the practice: ${phone}.`,
  calendarPage: 'Your calendar:',
  codes: {
    'intake-code': {
      subject: 'Your code',
      paragraphs: ({ code, link }) => [
        'Good day,',
        `your code is ${code}. Type it on the page that is open in front of you. It is good for ten minutes.`,
        `If you have closed that page, this link leads you back: ${link}`,
        'If you did not ask for a code, you need not do anything.',
      ],
    },
    'client-code': {
      subject: 'Your code',
      paragraphs: ({ code }) => [
        'Good day,',
        `your code for opening your page is ${code}. It is good for ten minutes. Please give it to nobody.`,
        'If you did not ask for a code, you need not do anything.',
      ],
    },
    'recovery-code': {
      subject: 'Your code for signing in again',
      paragraphs: ({ code }) => [
        'Good day,',
        `your code is ${code}. It is good for ten minutes. You also need one of your recovery codes.`,
        'If you did not ask for this, somebody else may be trying. Nothing has changed yet; please tell the owner of the practice.',
      ],
    },
    'account-changed': {
      subject: 'Your Gabinet account was changed',
      paragraphs: ({ link }) => [
        'Good day,',
        'a passkey or the recovery codes of your account were changed just now. If this was you, nothing needs doing.',
        'If it was not you, sign in, sign out everywhere, remove what you do not know, and tell the owner of the practice:',
        link,
      ],
    },
    'staff-invitation': {
      subject: 'Your account in Gabinet',
      paragraphs: ({ link, name }) => [
        'Good day,',
        `${name} invites you to work in the practice's Gabinet. This link sets up your account; it works once:`,
        link,
        'You need a device that can keep a passkey: a phone, a computer or a security key. There is no password.',
      ],
    },
    'booking-invitation': {
      subject: 'Choose a time',
      paragraphs: ({ link, name }) => [
        'Good day,',
        `${name} invites you to choose a time. This link is for you alone:`,
        link,
        'A browser is enough. You need no account.',
      ],
    },
    'duty-call': {
      subject: 'Please look at the duty list',
      paragraphs: ({ link }) => [
        'Somebody asks to be called soon. The duty list says by when:',
        link,
      ],
    },
    'letters-begun': {
      subject: 'New letters for you',
      paragraphs: ({ link }) => [
        'Good day,',
        'a client of the practice would like to write letters with you. What they wrote first is waiting here:',
        link,
      ],
    },
  },
};
