import type { Conflict } from '@gabinet/shared/contracts/errors';
import type { JSX } from 'preact';
import { t } from '../i18n/text.ts';
import { Failure } from '../pages/Failure.tsx';
import type { Draft, Step } from '../pages/intake/flow.ts';
import { IntakeFlow } from '../pages/intake/IntakeFlow.tsx';
import { ComeBack, NotOpen } from '../pages/intake/IntakePage.tsx';
import { LinkFirst } from '../pages/intake/LinkFirst.tsx';
import { QuietPage } from '../pages/intake/StepShell.tsx';
import type { Intake } from '../pages/intake/useIntake.ts';
import WhenOnlineIsNotEnough from '../pages/intake/WhenOnlineIsNotEnough.tsx';
import { Skeletons } from '../ui/Skeletons.tsx';
import { galleryNow } from './fakes.ts';
import {
  type Answer,
  anna,
  answers,
  day,
  fake,
  minute,
  nothing,
  practice,
  series,
  slot,
  state,
  uuid,
  view,
} from './intakeFakes.ts';

/** Every step of intake and booking, and what can happen at each. */

function flow(
  step: Step,
  changes: Partial<Intake> = {},
  more: { fixed?: boolean; met?: readonly Conflict[] } = {},
): JSX.Element {
  return (
    <IntakeFlow
      intake={fake(changes)}
      practice={practice}
      psychologist={anna}
      fixedPsychologist={more.fixed ?? false}
      step={step}
      onGo={nothing}
      onForgotten={nothing}
      {...(more.met ? { met: more.met } : {})}
    />
  );
}

const dutyOn = { staffed: true, callWithinMinutes: 30 };
const asking = { ...answers, safety: 'talk' as const };
const accepted = { ...answers, consents: [uuid(70)] };
const child: Draft = {
  ...answers,
  forWhom: 'my-child',
  child: { displayName: 'Staś', ageYears: 16 },
  guardians: [
    { displayName: 'Marta Zielińska', mayConsent: true, email: 'marta@example.org' },
    { displayName: 'Piotr Zieliński', mayConsent: false, courtNote: 'Opieka naprzemienna.' },
  ],
};
const conflicts: Conflict[] = [
  { index: 2, startsAt: series.starts[2] ?? slot, endsAt: slot, reason: 'busy', sentence: '' },
  { index: 5, startsAt: series.starts[5] ?? slot, endsAt: slot, reason: 'holiday', sentence: '' },
];
const london = { zone: 'Europe/London' };
const refused = (code: string): Answer => ({ status: 503, json: { error: { code, message: '' } } });

export const intakeStates: Record<string, () => JSX.Element> = {
  'intake-loading': state(() => (
    <QuietPage>
      <Skeletons label={t('common.loading')} />
    </QuietPage>
  )),
  'intake-failed': state(() => (
    <QuietPage>
      <Failure code="UNAVAILABLE" onRetry={nothing} />
    </QuietPage>
  )),
  'intake-for-whom': state(() => flow('for-whom', { view: null, draft: {} })),
  'intake-come-back': state(() => (
    <ComeBack keptUntil={galleryNow + 5 * day} onGoOn={nothing} onAnew={async () => undefined} />
  )),
  'intake-resume-link': state(() => {
    location.hash = 'A'.repeat(27);
    return <LinkFirst kind="resume" />;
  }),
  'intake-invited': state(() => {
    location.hash = 'A'.repeat(27);
    return <LinkFirst kind="book" />;
  }),
  'intake-not-open': state(() => <NotOpen psychologist={anna} />),
  'intake-safety': state(() =>
    flow('safety', { view: view({ held: null }), draft: { forWhom: 'me' } }),
  ),
  'intake-safety-nobody': state(() => flow('safety', { draft: asking })),
  'intake-safety-duty': state(() =>
    flow('safety', {
      draft: { ...asking, phone: undefined },
      view: view({ duty: dutyOn, dutyCallBefore: galleryNow + 30 * minute }),
    }),
  ),
  'intake-safety-duty-calls': state(() =>
    flow('safety', {
      draft: asking,
      view: view({ duty: dutyOn, dutyCallBefore: galleryNow + 30 * minute }),
    }),
  ),
  'intake-safety-acknowledged': state(() =>
    flow('safety', {
      draft: asking,
      view: view({ duty: dutyOn, dutyAcknowledgedAt: galleryNow }),
    }),
  ),
  'intake-form': state(() =>
    flow('form', { draft: { forWhom: 'me', safety: 'yes' }, view: view({ held: null }) }),
  ),
  'intake-form-fixed': state(() => flow('form', {}, { fixed: true })),
  'intake-form-offline': state(() => flow('form', { offline: true })),
  'intake-not-enough': state(() => <WhenOnlineIsNotEnough />),
  'intake-search': state(() => flow('psychologist')),
  'intake-search-empty': state(() => flow('psychologist'), {
    psychologists: { status: 200, json: { found: [] } },
  }),
  'intake-search-loading': state(() => flow('psychologist'), { psychologists: 'never' }),
  'intake-search-failed': state(() => flow('psychologist'), {
    psychologists: refused('UNAVAILABLE'),
  }),
  'intake-time': state(() => flow('time', { draft: { ...answers, ...london } })),
  'intake-time-same-zone': state(() => flow('time', { view: view({ held: null }) })),
  'intake-time-series': state(() => flow('time', { view: view({ held: series }) })),
  'intake-time-conflicts': state(() =>
    flow('time', { view: view({ held: series }) }, { met: conflicts }),
  ),
  'intake-time-none': state(() => flow('time', { view: view({ held: null }) }), {
    openings: { status: 200, json: { zone: anna.zone, durationMinutes: 50, openings: [] } },
  }),
  'intake-time-loading': state(() => flow('time', { view: view({ held: null }) }), {
    openings: 'never',
  }),
  'intake-time-offline': state(() => flow('time', { view: view({ held: null }) }), {
    openings: 'offline',
  }),
  'intake-about': state(() => flow('about')),
  'intake-about-expired': state(() =>
    flow('about', { view: view({ held: { ...series, expiresAt: galleryNow - minute } }) }),
  ),
  'intake-child': state(() => flow('people', { draft: child })),
  'intake-two': state(() => flow('people', { draft: { ...answers, forWhom: 'us-two' } })),
  'intake-family': state(() =>
    flow('people', {
      draft: {
        ...answers,
        forWhom: 'our-family',
        others: [{ displayName: 'Piotr Zieliński' }, { displayName: '' }],
      },
    }),
  ),
  'intake-contact': state(() => flow('contact')),
  'intake-contact-discreet': state(() =>
    flow('contact', {
      draft: { ...answers, discreet: true, calendarInvitations: false, reminders: false },
    }),
  ),
  'intake-consents': state(() => flow('consents')),
  'intake-summary': state(() => flow('summary', { draft: accepted, view: view({ held: series }) })),
  'intake-summary-code': state(() =>
    flow('summary', { draft: accepted, view: view({ codeSentTo: 'marta@example.org' }) }),
  ),
  'intake-summary-expired': state(() =>
    flow('summary', {
      draft: { ...accepted, ...london },
      view: view({ held: { ...series, expiresAt: galleryNow - minute } }),
    }),
  ),
  'intake-done': state(() =>
    flow('summary', {
      draft: { ...accepted, ...london },
      view: view({ held: series, confirmed: { status: 'confirmed', appointmentIds: [uuid(60)] } }),
      skipped: [{ index: 3, startsAt: series.starts[3] ?? slot, reason: 'busy' }],
    }),
  ),
  'intake-done-requested': state(() =>
    flow('summary', { view: view({ confirmed: { status: 'requested', appointmentIds: [] } }) }),
  ),
  'intake-done-letters': state(() =>
    flow('summary', {
      draft: { ...accepted, modality: 'message' },
      view: view({ held: null, confirmed: { status: 'letters', appointmentIds: [] } }),
    }),
  ),
};
