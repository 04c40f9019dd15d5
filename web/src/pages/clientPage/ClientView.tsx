import type { ClientAppointment } from '@gabinet/shared/contracts/appointments';
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { t } from '../../i18n/text.ts';
import { Button } from '../../ui/controls.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { Banner, Heading } from '../../ui/words.tsx';
import { AppointmentCard } from './AppointmentCard.tsx';
import { CancelDialog, DeclineDialog, FormDialog } from './AppointmentDialogs.tsx';
import { BookNext, MoveAppointment } from './ChooseTime.tsx';
import type { ClientPageData } from './ClientPage.tsx';

/** What is being done with one appointment, over or instead of the list. */
export type Doing =
  | { what: 'cancel' | 'decline' | 'form' | 'move'; appointment: ClientAppointment }
  | { what: 'next'; psychologistId: string };

/** The appointments to come, and what can be done with each. */
export function ClientView(props: {
  page: ClientPageData;
  onChanged: (receipt: string) => void;
  onClosed: () => void;
  /** For the gallery: what is being done, and what was just done. */
  doing?: Doing;
  receipt?: string;
}): JSX.Element {
  const { page } = props;
  const [doing, setDoing] = useState<Doing | null>(props.doing ?? null);
  const [receipt, setReceipt] = useState<string | null>(props.receipt ?? null);
  const stop = (): void => setDoing(null);
  const done = (said: string): void => {
    setDoing(null);
    setReceipt(said);
    props.onChanged(said);
  };

  if (doing?.what === 'move') {
    return <MoveAppointment appointment={doing.appointment} onDone={done} onBack={stop} />;
  }
  if (doing?.what === 'next') {
    return <BookNext psychologistId={doing.psychologistId} onDone={done} onBack={stop} />;
  }
  return (
    <main class="me-page">
      <Heading class="display">{t('me.title')}</Heading>
      <p class="soft">{t('me.hello', { name: page.displayName })}</p>
      {receipt && <Banner icon="check">{receipt}</Banner>}
      {page.appointments.length === 0 ? (
        <div class="empty">
          <Icon name="leaf" />
          <h2>{t('me.empty')}</h2>
          <p class="soft">{t('me.emptyText')}</p>
        </div>
      ) : (
        <ul class="me-list">
          {page.appointments.map((one) => (
            <li key={one.appointmentId}>
              <AppointmentCard
                appointment={one}
                onDo={(what) => {
                  setReceipt(null);
                  setDoing({ what, appointment: one });
                }}
                onClosed={props.onClosed}
              />
            </li>
          ))}
        </ul>
      )}
      <div class="row">
        {page.psychologists.map(({ psychologistId, displayName }) => (
          <Button
            key={psychologistId}
            kind={page.appointments.length === 0 ? 'main' : 'usual'}
            onPress={() => setDoing({ what: 'next', psychologistId })}
          >
            {page.psychologists.length === 1
              ? t('me.next')
              : t('me.nextWith', { name: displayName })}
          </Button>
        ))}
      </div>
      {doing?.what === 'cancel' && (
        <CancelDialog appointment={doing.appointment} onDone={done} onClose={stop} />
      )}
      {doing?.what === 'decline' && (
        <DeclineDialog appointment={doing.appointment} onDone={done} onClose={stop} />
      )}
      {doing?.what === 'form' && (
        <FormDialog appointment={doing.appointment} onDone={done} onClose={stop} />
      )}
    </main>
  );
}
