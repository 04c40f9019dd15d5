import type { Modality } from '@gabinet/shared/contracts/words';
import type { JSX } from 'preact';
import { t } from '../../i18n/text.ts';
import { day, time } from '../../i18n/time.ts';
import type { LiveSession } from '../../live/model.ts';
import type { PathFigures, Verdict } from '../../live/pathVerdict.ts';
import { saveFile } from '../../saveFile.ts';
import { Button } from '../../ui/controls.tsx';
import { Banner } from '../../ui/words.tsx';

/** Measures the way to the service and says in one sentence what to expect (rule P1). */
export function PathCheck(props: { live: LiveSession; form: Modality }): JSX.Element {
  const { live, form } = props;
  const test = live.path.state.value;
  const run = (): void => void live.path.run(form);
  switch (test.state) {
    case 'idle':
      return (
        <div class="path-check">
          <Button small icon="network" onPress={run}>
            {t('path.start')}
          </Button>
        </div>
      );
    case 'running':
      return (
        <p class="path-check soft" role="status">
          {t('path.running')}
        </p>
      );
    case 'done': {
      const { figures, verdict } = test;
      return (
        <div class="path-check">
          <Banner
            icon={verdict.advice ? 'networkWeak' : 'check'}
            tone={verdict.advice ? 'warm' : 'calm'}
          >
            <b>{t(`path.expect.${verdict.expectation}`)}</b>
            {verdict.advice && <> {t(`path.advice.${verdict.advice}`)}</>}
          </Banner>
          <div class="row">
            <Button small kind="quiet" onPress={run}>
              {t('path.again')}
            </Button>
            <Button
              small
              kind="quiet"
              onPress={() =>
                saveFile('gabinet-network.txt', report(figures, verdict, Date.now()), 'text/plain')
              }
            >
              {t('path.save')}
            </Button>
          </div>
        </div>
      );
    }
  }
}

/** The result as a text for support: figures and the browser, nobody's name. */
function report(figures: PathFigures, verdict: Verdict, now: number): string {
  const share = (value: number | null): string =>
    value === null ? '–' : String(Math.round(value * 1_000) / 10);
  const way = [figures.protocol ?? '–', ...(figures.relayed ? [t('path.figure.relay')] : [])];
  const lines: readonly (readonly [Parameters<typeof t>[0], string])[] = [
    ['path.figure.when', `${day(now)} ${time(now)}`],
    ['path.figure.form', t(`modality.${figures.form}.badge`)],
    ['path.figure.result', t(`path.expect.${verdict.expectation}`)],
    ['path.figure.roundTrip', String(figures.roundTripMilliseconds ?? '–')],
    ['path.figure.lossUp', share(figures.lossUp)],
    ['path.figure.lossDown', share(figures.lossDown)],
    ['path.figure.up', String(figures.upKilobits ?? '–')],
    ['path.figure.down', String(figures.downKilobits ?? '–')],
    ['path.figure.way', way.join(', ')],
    ['path.figure.browser', navigator.userAgent],
  ];
  return `${t('path.title')}\n\n${lines.map(([key, value]) => `${t(key)}: ${value}`).join('\n')}\n`;
}
