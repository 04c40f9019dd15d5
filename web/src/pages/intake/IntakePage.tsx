import './intake.css';
import './times.css';
import './review.css';
import type { IntakeView } from '@gabinet/shared/contracts/intake';
import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { call, type FailureCode, failureCode } from '../../api.ts';
import { useNow } from '../../clock.ts';
import { t } from '../../i18n/text.ts';
import { Button } from '../../ui/controls.tsx';
import { Skeletons } from '../../ui/Skeletons.tsx';
import { Heading, StatePage, useTitle } from '../../ui/words.tsx';
import { Failure } from '../Failure.tsx';
import type { Practice, Psychologist, Step } from './flow.ts';
import { IntakeFlow } from './IntakeFlow.tsx';
import { QuietPage } from './StepShell.tsx';
import { browserZone, dayInSentenceIn } from './times.ts';
import { useIntake } from './useIntake.ts';

const steps: readonly Step[] = [
  'for-whom',
  'safety',
  'form',
  'psychologist',
  'time',
  'about',
  'people',
  'contact',
  'consents',
  'summary',
];

function stepOf(query: Record<string, string>): Step | null {
  return steps.find((step) => step === query.step) ?? null;
}

interface Found {
  practice: Practice;
  view: IntakeView | null;
}

/** What this browser has begun, and whose practice it is. */
async function find(): Promise<Found> {
  const [practice, view] = await Promise.all([
    call('practice', {}),
    call('intake', {}).catch((thrown: unknown) => {
      if (failureCode(thrown) === 'NOT_FOUND') return null;
      throw thrown;
    }),
  ]);
  return { practice, view };
}

/** `/start`, and `/p/:psychologistId` for those who know with whom. */
export default function IntakePage(props: { psychologistId?: string }): JSX.Element {
  const [found, setFound] = useState<Found | null>(null);
  const [failure, setFailure] = useState<FailureCode | null>(null);
  const load = (): void => {
    setFailure(null);
    find().then(setFound, (thrown: unknown) => setFailure(failureCode(thrown)));
  };
  useEffect(load, []);
  useTitle(t('intake.title'));
  if (failure) {
    return (
      <QuietPage>
        <Failure code={failure} onRetry={load} />
      </QuietPage>
    );
  }
  if (!found) {
    return (
      <QuietPage>
        <Skeletons label={t('common.loading')} />
      </QuietPage>
    );
  }
  return <Begun key={found.view?.intakeId} found={found} psychologistId={props.psychologistId} />;
}

/** The questions, once it is known what was answered before. */
function Begun(props: { found: Found; psychologistId: string | undefined }): JSX.Element {
  const { practice, view } = props.found;
  const { query, path, route } = useLocation();
  const intake = useIntake(view?.confirmed && !query.step ? null : view);
  const given = props.psychologistId ?? view?.invitedBy ?? null;
  const wanted = given ?? intake.draft.psychologistId ?? intake.view?.held?.psychologistId ?? null;
  const [psychologist, setPsychologist] = useState<Psychologist | null>(null);
  const [failure, setFailure] = useState<FailureCode | null>(null);
  const [welcomed, setWelcomed] = useState(false);
  const step = stepOf(query);

  useEffect(() => {
    if (!wanted) return setPsychologist(null);
    let mine = true;
    setFailure(null);
    call('psychologist', { psychologistId: wanted }).then(
      (answer) => {
        if (!mine) return;
        setPsychologist(answer);
        if (!given) return;
        intake.change({ psychologistId: given });
        // A time that was kept with somebody else is not the one that this link is for.
        if (view?.held && view.held.psychologistId !== given) void intake.release();
      },
      (thrown: unknown) => mine && setFailure(failureCode(thrown)),
    );
    return () => {
      mine = false;
    };
  }, [wanted, given]);

  // From the page on when online help is not enough: the office is chosen there.
  useEffect(() => {
    if (query.form !== 'office' || practice.address === null) return;
    intake.change({ modality: 'office' });
    route(`${path}?step=form`, true);
  }, [query.form]);

  const go = (next: Step): void => route(`${path}?step=${next}`);
  const forgotten = (): void => {
    setWelcomed(true);
    route('/start', true);
  };
  if (given && failure) {
    return (
      <QuietPage>
        <Failure code={failure} />
      </QuietPage>
    );
  }
  if (given && psychologist && psychologist.whoMayBook !== 'anyone' && view?.invitedBy !== given) {
    return <NotOpen psychologist={psychologist} />;
  }
  // Who comes back is told so, rather than put into the middle of a form.
  if (view && !view.confirmed && !step && !welcomed && view.answers.forWhom) {
    return (
      <ComeBack
        keptUntil={view.keptUntil}
        onGoOn={() => setWelcomed(true)}
        onAnew={async () => {
          await intake.forget();
          setWelcomed(true);
        }}
      />
    );
  }
  return (
    <IntakeFlow
      intake={intake}
      practice={practice}
      psychologist={psychologist}
      fixedPsychologist={given !== null}
      step={step}
      onGo={go}
      onForgotten={forgotten}
    />
  );
}

/** Only with an invitation, or for their own clients: said before anything is asked. */
export function NotOpen({ psychologist }: { psychologist: Psychologist }): JSX.Element {
  return (
    <QuietPage>
      <StatePage icon="door" title={psychologist.displayName} text={t('error.BOOKING_NOT_OPEN')}>
        <a class="btn btn-main" href="/start">
          {t('intake.notOpen.others')}
        </a>
        <a class="btn btn-quiet" href="/me">
          {t('intake.notOpen.own')}
        </a>
      </StatePage>
    </QuietPage>
  );
}

export function ComeBack(props: {
  keptUntil: number;
  onGoOn: () => void;
  onAnew: () => Promise<void>;
}): JSX.Element {
  const now = useNow(60_000);
  return (
    <QuietPage>
      <main class="first">
        <Heading class="display">{t('intake.comeBack.title')}</Heading>
        <p class="lead">
          {t('intake.comeBack.text', {
            day: dayInSentenceIn(props.keptUntil, browserZone(), now),
          })}
        </p>
        <div class="row">
          <Button kind="main" onPress={props.onGoOn}>
            {t('intake.comeBack.goOn')}
          </Button>
          <Button onPress={() => void props.onAnew()}>{t('intake.comeBack.anew')}</Button>
        </div>
      </main>
    </QuietPage>
  );
}
