import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { t } from '../../i18n/text.ts';
import { Button } from '../../ui/controls.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { LanguageChoice, leaveQuickly } from '../../ui/TopLine.tsx';
import { Banner, Heading, useTitle } from '../../ui/words.tsx';
import { CrisisStrip } from './CrisisStrip.tsx';

/** A page of the client's, under the crisis strip: the way back left, the way out right. */
export function QuietPage(props: {
  country?: string | undefined;
  onBack?: (() => void) | undefined;
  children: ComponentChildren;
}): JSX.Element {
  return (
    <>
      <CrisisStrip country={props.country} />
      <header class="top">
        {props.onBack ? (
          <Button kind="plain" small icon="back" class="back" onPress={props.onBack}>
            {t('intake.back')}
          </Button>
        ) : (
          <a class="brand" href="/" aria-label={t('intake.home')}>
            <Icon name="door" />
          </a>
        )}
        <nav aria-label={t('nav.safety')}>
          <Button kind="plain" small icon="leave" onPress={leaveQuickly}>
            {t('nav.quickExit')}
          </Button>
        </nav>
      </header>
      {props.children}
      <footer class="foot">
        <LanguageChoice />
      </footer>
    </>
  );
}

/** One step: where one is, the question, the answer's fields, and the one main action. */
export function StepShell(props: {
  at: number;
  of: number;
  title: string;
  lead?: ComponentChildren;
  next: string;
  busy?: boolean;
  offline?: boolean;
  /** Faults that are on screen now; the first of them takes the focus. */
  faulty?: number;
  onNext: () => void;
  /** Above the action, where a phone shows no aside. */
  above?: ComponentChildren;
  /** On wide screens the action is in the aside; on phones below. */
  actsAside?: boolean;
  aside?: ComponentChildren;
  below?: ComponentChildren;
  children: ComponentChildren;
}): JSX.Element {
  useTitle(`${props.title} – ${t('intake.stepOf', { at: props.at, of: props.of })}`);
  const form = useRef<HTMLFormElement>(null);
  const { faulty = 0 } = props;
  useEffect(() => {
    if (faulty === 0) return;
    form.current
      ?.querySelector<HTMLElement>('.field-bad :is(input, select, textarea, button)')
      ?.focus();
  }, [faulty]);
  return (
    <main class={props.aside ? 'step step-beside' : 'step'}>
      <form
        ref={form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (!props.busy) props.onNext();
        }}
      >
        <p class="small soft">{t('intake.stepOf', { at: props.at, of: props.of })}</p>
        <Heading>{props.title}</Heading>
        {props.lead && <div class="step-lead">{props.lead}</div>}
        {props.offline && (
          <Banner icon="network">
            <b>{t('intake.offlineTitle')}</b> {t('intake.offline')}
          </Banner>
        )}
        <div class="step-body">{props.children}</div>
        <div class={props.actsAside ? 'step-next only-phone' : 'step-next'}>
          {props.above && <div class="step-above">{props.above}</div>}
          <button
            type="submit"
            class={props.busy ? 'btn btn-main is-busy' : 'btn btn-main'}
            aria-disabled={props.busy ? 'true' : undefined}
          >
            {props.busy ? t('intake.saving') : props.next}
          </button>
        </div>
        {props.below}
      </form>
      {props.aside && <aside class="step-aside">{props.aside}</aside>}
    </main>
  );
}
