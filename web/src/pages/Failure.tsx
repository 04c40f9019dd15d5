import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import type { FailureCode } from '../api.ts';
import { errorText, t } from '../i18n/text.ts';
import { Button, ButtonLink } from '../ui/controls.tsx';
import { StatePage } from '../ui/words.tsx';

/** A failure as a page: what happened, what is safe, what to do. `staff` is the psychologist's side. */
export function Failure(props: {
  code: FailureCode;
  staff?: boolean;
  onRetry?: () => void;
}): JSX.Element {
  const { code, onRetry } = props;
  useEffect(() => {
    if (code !== 'OFFLINE' || !onRetry) return;
    window.addEventListener('online', onRetry);
    return () => window.removeEventListener('online', onRetry);
  }, [code, onRetry]);
  const retry = onRetry && (
    <Button kind="main" onPress={onRetry}>
      {code === 'OFFLINE' ? t('state.offlineAction') : t('common.tryAgain')}
    </Button>
  );
  const toDay = <ButtonLink href="/day">{t('ended.toDay')}</ButtonLink>;
  switch (code) {
    case 'OFFLINE':
      return (
        <StatePage icon="network" title={t('state.offlineTitle')} text={t('state.offlineText')}>
          {retry}
        </StatePage>
      );
    case 'SESSION_ENDED':
      return (
        <StatePage icon="leaf" title={t('state.endedTitle')} text={t('state.endedText')}>
          {props.staff && toDay}
        </StatePage>
      );
    case 'APPOINTMENT_OVER':
      return (
        <StatePage
          icon="leaf"
          title={t('state.cancelledTitle')}
          text={props.staff ? t('state.cancelledStaffText') : t('state.cancelledText')}
        >
          {props.staff ? (
            toDay
          ) : (
            <ButtonLink kind="main" href="/me">
              {t('state.cancelledAction')}
            </ButtonLink>
          )}
        </StatePage>
      );
    case 'INVITATION_INVALID':
      return (
        <StatePage icon="letter" title={t('state.invalidTitle')} text={t('state.invalidText')} />
      );
    case 'INVITATION_REMOVED':
      return (
        <StatePage icon="door" title={t('state.removedTitle')} text={t('state.removedText')} />
      );
    case 'SIGN_IN_REQUIRED':
      return props.staff ? (
        <StatePage icon="key" title={t('state.signInStaffTitle')} text={t('state.signInStaffText')}>
          <ButtonLink
            kind="main"
            icon="key"
            href={`/sign-in?to=${encodeURIComponent(location.pathname)}`}
          >
            {t('state.signInStaffAction')}
          </ButtonLink>
        </StatePage>
      ) : (
        <StatePage icon="letter" title={t('state.signInTitle')} text={t('state.signInText')} />
      );
    case 'NOT_FOUND':
      return (
        <StatePage icon="leaf" title={t('state.notFoundTitle')} text={t('state.notFoundText')} />
      );
    default:
      return (
        <StatePage icon="warning" title={t('state.errorTitle')} text={errorText(code)}>
          {retry}
        </StatePage>
      );
  }
}
