import type { ConsentWords } from './words.ts';

export const en: ConsentWords = {
  titles: {
    video: 'Consent to meetings by video',
    audio: 'Consent to meetings by voice',
    chat: 'Consent to meetings in writing',
    office: 'Consent to meetings in the office',
    message: 'Consent to letters',
  },
  forms: {
    video:
      'You and your psychologist see and hear each other over the internet at an agreed time. You may switch your camera off at any moment, or change to voice or writing. Picture and sound pass encrypted through the server of the practice, which forwards them and keeps none of them.',
    audio:
      'You and your psychologist hear each other over the internet at an agreed time. Nobody asks for your camera, and the server refuses a picture from you until you allow one yourself. Sound passes encrypted through the server of the practice, which forwards it and keeps none of it.',
    chat: 'You and your psychologist write to each other at an agreed time, without picture or sound. The connection is encrypted. What is written passes through the server of the practice; what it keeps of it is encrypted.',
    office:
      'You and your psychologist meet in person, at the address of the practice. The service keeps the time and place of the meeting, and how you can be reached.',
    message:
      'You and your psychologist write letters to each other, without an agreed time. Letters are encrypted before they are stored. An answer takes some days. Nobody watches letters for emergencies: if your life or health is in danger, call 112 or another number from the help page.',
  },
  live: 'Choose a place where nobody else can hear you, and say if somebody is with you. The psychologist does the same. Nobody can rule out that a device of the other side records; this service has no way to record, for anybody.',
  all: [
    'Nothing is recorded: neither picture nor sound. Kept are the times of your meetings, the form you chose, and your contact details. What you wrote about yourself and how you can be reached is encrypted before it is stored.',
    'Help over the internet does not suit every situation, for instance a sudden crisis or thoughts of suicide. Your psychologist may suggest another kind of help.',
    'You may take this consent back at any time, without giving a reason, by telling your psychologist or the practice. What happened before stays lawful. You may change to another form of contact at any time.',
    'This is a model text, which the practice reviews and completes. It is not legal advice.',
  ],
};
