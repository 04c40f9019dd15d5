import type { Language } from '@gabinet/shared/contracts/words';
import type { ComponentChildren, JSX } from 'preact';
import { language, languageNames, showLanguage, t } from '../i18n/text.ts';
import { forgetWriting } from '../live/keptWriting.ts';
import { Button, ButtonLink } from './controls.tsx';
import { Icon } from './Icon.tsx';

/** Leaves at once to an empty page; the address does not stay in the history. */
export function leaveQuickly(): void {
  forgetWriting();
  document.title = '…';
  document.body.hidden = true;
  location.replace('/neutral.html');
}

/**
 * The line above every page of a client: the practice, help now, leave quickly. With `onHelp` help
 * opens over the page (so that nobody loses their place), otherwise it is a link.
 */
export function TopLine(props: {
  practiceName?: string | undefined;
  onHelp?: () => void;
  withoutHelp?: boolean;
}): JSX.Element {
  return (
    <header class="top">
      <a class="brand" href="/" aria-label={props.practiceName ?? 'Gabinet'}>
        <Icon name="door" />
        <span class="only-wide">{props.practiceName ?? 'Gabinet'}</span>
      </a>
      <nav aria-label={t('nav.safety')}>
        {props.onHelp ? (
          <Button kind="quiet" small icon="phone" onPress={props.onHelp}>
            {t('nav.help')}
          </Button>
        ) : (
          !props.withoutHelp && (
            <ButtonLink kind="quiet" small icon="phone" href="/help">
              {t('nav.help')}
            </ButtonLink>
          )
        )}
        <Button kind="plain" small icon="leave" onPress={leaveQuickly}>
          {t('nav.quickExit')}
        </Button>
      </nav>
    </header>
  );
}

/** The language switch, each language named in itself. */
export function LanguageChoice(): JSX.Element {
  return (
    <label class="language">
      {t('nav.language')}
      <select
        value={language()}
        onChange={(event) => void showLanguage(event.currentTarget.value as Language, true)}
      >
        {Object.entries(languageNames).map(([code, name]) => (
          <option key={code} value={code} lang={code}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}

/** A page with the top line above and the language switch below. */
export function Page(props: {
  practiceName?: string | undefined;
  onHelp?: () => void;
  withoutHelp?: boolean;
  children: ComponentChildren;
}): JSX.Element {
  const { children, ...top } = props;
  return (
    <>
      <TopLine {...top} />
      {children}
      <footer class="foot">
        <LanguageChoice />
      </footer>
    </>
  );
}
