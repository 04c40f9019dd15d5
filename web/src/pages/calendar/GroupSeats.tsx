import type { CalendarAppointment } from '@gabinet/shared/contracts/appointments';
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { call } from '../../api.ts';
import { t } from '../../i18n/text.ts';
import { Button } from '../../ui/controls.tsx';
import { PeoplePicker } from './PeoplePicker.tsx';

/** Who sits in a group: seats are given and given back (rule B13). */
export function GroupSeats(props: {
  appointment: CalendarAppointment;
  onChange: (work: () => Promise<unknown>) => void;
}): JSX.Element {
  const { appointmentId, people } = props.appointment;
  const [adding, setAdding] = useState(false);
  return (
    <div class="group-seats">
      <ul>
        {people
          .filter(({ role }) => role !== 'psychologist')
          .map(({ participantId, displayName }) => (
            <li key={participantId}>
              <Button
                kind="plain"
                small
                onPress={() =>
                  props.onChange(() => call('removeMember', { appointmentId, participantId }))
                }
              >
                {t('form.removeName', { name: displayName })}
              </Button>
            </li>
          ))}
      </ul>
      {adding ? (
        <PeoplePicker
          picked={[]}
          group
          onChange={([one]) => {
            if (!one) return;
            setAdding(false);
            const { client } = one.attendee;
            props.onChange(() => call('addMember', { appointmentId, client }));
          }}
        />
      ) : (
        <Button small icon="plus" onPress={() => setAdding(true)}>
          {t('calendar.giveSeat')}
        </Button>
      )}
    </div>
  );
}
