import type { JSX } from 'preact';
import { call } from '../../api.ts';
import { t } from '../../i18n/text.ts';
import { StaffPage } from '../../ui/StaffTop.tsx';
import { useTitle } from '../../ui/words.tsx';
import { StaffReading, useReading } from '../reading.tsx';
import { StaffView } from './StaffView.tsx';
import './account.css';

/** `/staff`: who works here; the owner's page. */
export default function Staff(): JSX.Element {
  useTitle(t('staff.title'));
  const reading = useReading(() => call('staff', {}));
  return (
    <StaffReading reading={reading}>
      {(list) => (
        <StaffPage current="/staff" roles={list.staff.find(({ you }) => you)?.roles ?? ['owner']}>
          <StaffView list={list} onChanged={reading.again} />
        </StaffPage>
      )}
    </StaffReading>
  );
}
