import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { countryOfZone } from '../../../help/countries.ts';
import { language, locale, t } from '../../../i18n/text.ts';
import { Button } from '../../../ui/controls.tsx';
import { Choices, Field, SelectField } from '../../../ui/fields.tsx';
import { Banner } from '../../../ui/words.tsx';
import { HelpNumbers, useEveryContact } from '../../HelpNumbers.tsx';
import { faultText } from '../faults.ts';
import { browserZone, timeIn } from '../times.ts';
import type { StepProps } from './step.ts';

/**
 * "Are you safe to wait for an appointment?" Anything but yes shows the contacts at once and tells
 * the duty where there is one; the booking goes on either way (rule K2).
 */
export function SafetyStep({ intake, faults, practice }: StepProps): JSX.Element {
  const { safety } = intake.draft;
  return (
    <>
      <Choices
        hidden
        question={t('intake.safety.title')}
        value={safety}
        error={faultText(faults, 'safety')}
        onChoose={(answer) => void intake.save({ safety: answer })}
        choices={[
          { value: 'yes', title: t('intake.safety.yes') },
          { value: 'no', title: t('intake.safety.no') },
          { value: 'talk', title: t('intake.safety.talk') },
        ]}
      />
      {safety && safety !== 'yes' && (
        <section class="contacts-now" aria-labelledby="contacts-now">
          <h2 id="contacts-now">{t('intake.safety.contacts')}</h2>
          <Duty intake={intake} duty={intake.view?.duty ?? practice.duty} />
          <Country intake={intake} />
          <HelpNumbers country={intake.draft.country} />
          <p class="soft">{t('intake.safety.goOn')}</p>
        </section>
      )}
    </>
  );
}

/** Where the person is: the numbers follow them (rule K1). */
function Country({ intake }: Pick<StepProps, 'intake'>): JSX.Element | null {
  const { contacts } = useEveryContact();
  const countries = [...new Set(contacts.map((one) => one.country))];
  if (countries.length < 2) return null;
  const names = new Intl.DisplayNames([language()], { type: 'region' });
  const guessed = countryOfZone(browserZone());
  const here =
    intake.draft.country ?? (countries.includes(guessed ?? '') ? guessed : undefined) ?? '';
  return (
    <SelectField
      label={t('intake.safety.country')}
      value={here}
      empty={t('intake.safety.elsewhere')}
      options={countries
        .map((code) => [code, names.of(code) ?? code] as const)
        .sort((one, other) => one[1].localeCompare(other[1], locale()))}
      onChange={(country) => country && void intake.save({ country })}
    />
  );
}

/** Where somebody is on duty: until when they call, and that they have answered; else that nobody reads this now. */
function Duty({
  intake,
  duty,
}: Pick<StepProps, 'intake'> & { duty: StepProps['practice']['duty'] }): JSX.Element {
  const [phone, setPhone] = useState(intake.draft.phone ?? '');
  const [missing, setMissing] = useState(false);
  const acknowledged = intake.view?.dutyAcknowledgedAt ?? null;
  const waits = duty.staffed && acknowledged === null && intake.view !== null;
  useDutyAnswer(waits, intake.refresh);
  if (!duty.staffed) {
    return (
      <Banner icon="phone" tone="warm">
        <b>{t('intake.safety.nobodyTitle')}</b> {t('intake.safety.nobody')}
      </Banner>
    );
  }
  if (acknowledged !== null) {
    return (
      <Banner icon="check">
        <b>{t('intake.safety.acknowledgedTitle')}</b> {t('intake.safety.acknowledged')}
      </Banner>
    );
  }
  const before = intake.view?.dutyCallBefore ?? null;
  const reachable = intake.draft.phone !== undefined && intake.draft.phone !== '';
  return (
    <Banner icon="phone">
      {reachable && before !== null ? (
        <p>
          <b>{t('intake.safety.callTitle', { time: timeIn(before, browserZone()) })}</b>{' '}
          {t('intake.safety.call', { phone: intake.draft.phone ?? '' })}
        </p>
      ) : (
        <>
          <p>
            <b>{t('intake.safety.leaveNumber')}</b>{' '}
            {before !== null
              ? t('intake.safety.leaveNumberBefore', { time: timeIn(before, browserZone()) })
              : ''}
          </p>
          <Field
            label={t('intake.contact.phone')}
            type="tel"
            autocomplete="tel"
            value={phone}
            onInput={setPhone}
            error={missing ? t('intake.fault.phone') : undefined}
          />
          <Button
            onPress={() => {
              const given = /^\+?[0-9][0-9 ()-]{4,24}$/.test(phone.trim());
              setMissing(!given);
              if (given) void intake.save({ phone: phone.trim() });
            }}
          >
            {t('intake.safety.callMe')}
          </Button>
        </>
      )}
    </Banner>
  );
}

/** Asks whether the duty has answered, soon at first and then more slowly, while the page is seen. */
function useDutyAnswer(waits: boolean, refresh: () => Promise<void>): void {
  useEffect(() => {
    if (!waits) return;
    let pause = 3_000;
    let timer: ReturnType<typeof setTimeout>;
    const ask = async (): Promise<void> => {
      // A page in the background or without a network asks again later; the numbers stay on screen.
      if (!document.hidden) await refresh().catch(() => undefined);
      pause = Math.min(pause * 1.5, 30_000);
      timer = setTimeout(() => void ask(), pause);
    };
    timer = setTimeout(() => void ask(), pause);
    return () => clearTimeout(timer);
    // `refresh` is made anew with each drawing; the asking must not begin anew with it.
  }, [waits]);
}
