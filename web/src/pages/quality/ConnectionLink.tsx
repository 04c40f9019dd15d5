import type { JSX } from 'preact';
import { t } from '../../i18n/text.ts';
import { ButtonLink } from '../../ui/controls.tsx';

/** To the page that shows how a session's connection was and is. `name` tells one of many apart. */
export function ConnectionLink(props: {
  sessionId: string;
  name?: string;
  /** Beside a session that runs: its page must stay. */
  newTab?: boolean;
}): JSX.Element {
  const { sessionId, name } = props;
  return (
    <ButtonLink
      kind="plain"
      small
      icon="network"
      href={`/sessions/${sessionId}/connection`}
      {...(name ? { label: t('quality.linkOf', { name }) } : {})}
      {...(props.newTab ? { newTab: true } : {})}
    >
      {t('quality.link')}
    </ButtonLink>
  );
}
