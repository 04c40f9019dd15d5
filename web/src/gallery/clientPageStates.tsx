import '../pages/clientPage/clientPage.css';
import type { ClientAppointment } from '@gabinet/shared/contracts/appointments';
import type { JSX } from 'preact';
import { t } from '../i18n/text.ts';
import { ClientSignIn } from '../pages/clientPage/ClientSignIn.tsx';
import { ClientView, type Doing } from '../pages/clientPage/ClientView.tsx';
import { Page } from '../ui/TopLine.tsx';
import { galleryNow } from './fakes.ts';
import { anna, day, minute, nothing, practice, slot, state, uuid } from './intakeFakes.ts';

/** The client's own page. */

function appointment(changes: Partial<ClientAppointment> = {}): ClientAppointment {
  return {
    appointmentId: uuid(60),
    status: 'confirmed',
    modality: 'audio',
    modalities: ['video', 'audio', 'chat', 'office'],
    psychologistName: anna.displayName,
    psychologistId: anna.psychologistId,
    startsAt: slot,
    endsAt: slot + 50 * minute,
    zone: anna.zone,
    address: null,
    sequence: 0,
    series: { seriesId: uuid(80), index: 2, of: 8 },
    withOthers: false,
    cancelUntil: slot - day,
    opensAt: slot - 15 * minute,
    ...changes,
  };
}
const soon = appointment({
  appointmentId: uuid(61),
  startsAt: galleryNow + 8 * minute,
  endsAt: galleryNow + 58 * minute,
  opensAt: galleryNow - 7 * minute,
  cancelUntil: galleryNow - day,
  series: { seriesId: uuid(80), index: 1, of: 8 },
});

function mine(doing?: Doing, receipt?: string, appointments = [soon, appointment(), family]) {
  return (
    <Page practiceName={practice.name}>
      <ClientView
        page={{
          displayName: 'Marta Zielińska',
          language: 'pl',
          practiceName: practice.name,
          now: galleryNow,
          appointments,
          psychologists: [{ psychologistId: anna.psychologistId, displayName: anna.displayName }],
        }}
        onChanged={nothing}
        onClosed={nothing}
        {...(doing ? { doing } : {})}
        {...(receipt ? { receipt } : {})}
      />
    </Page>
  );
}
const family = appointment({
  appointmentId: uuid(62),
  startsAt: slot + 30 * day,
  endsAt: slot + 30 * day + 50 * minute,
  modality: 'office',
  address: practice.address,
  status: 'requested',
  series: null,
  withOthers: true,
  opensAt: null,
  cancelUntil: slot + 29 * day,
});

export const clientPageStates: Record<string, () => JSX.Element> = {
  'me-ask': state(() => (
    <Page>
      <ClientSignIn onOpen={nothing} />
    </Page>
  )),
  'me-code': state(() => (
    <Page>
      <ClientSignIn onOpen={nothing} sentTo="marta@example.org" />
    </Page>
  )),
  me: state(() => mine()),
  'me-empty': state(() => mine(undefined, undefined, [])),
  'me-cancel': state(() => mine({ what: 'cancel', appointment: appointment() })),
  'me-cancel-late': state(() => mine({ what: 'cancel', appointment: soon })),
  'me-decline': state(() => mine({ what: 'decline', appointment: family })),
  'me-form': state(() => mine({ what: 'form', appointment: appointment() })),
  'me-move': state(() => mine({ what: 'move', appointment: appointment() })),
  'me-moved': state(() =>
    mine(undefined, t('me.moved', { day: 'piątek, 22 stycznia', time: '10:00' })),
  ),
  'me-next': state(() => mine({ what: 'next', psychologistId: anna.psychologistId })),
};
