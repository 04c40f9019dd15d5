import { signal } from '@preact/signals';
import type { JSX } from 'preact';
import { BlockedHelp } from '../pages/session/settings/BlockedHelp.tsx';
import { DeviceBanners } from '../pages/session/settings/DeviceBanners.tsx';
import { InsideApp } from '../pages/session/settings/InsideApp.tsx';
import { SettingsSheet } from '../pages/session/settings/SettingsSheet.tsx';
import { Page } from '../ui/TopLine.tsx';
import { type FakeOptions, fakeLive, picture, view } from './fakes.ts';

const nothing = (): void => undefined;
const on = (kind: 'camera' | 'microphone'): NonNullable<FakeOptions['camera']> => ({
  state: 'on',
  track: picture('#c2952f', '#74422d'),
  label: kind,
});
const open = (): FakeOptions => ({ camera: on('camera'), microphone: on('microphone') });

function said(options: FakeOptions): JSX.Element {
  return (
    <Page>
      <main class="first">
        <h1>Poradnia przy Lipowej</h1>
        <DeviceBanners live={fakeLive(view(), { ...open(), ...options })} view={view()} />
      </main>
    </Page>
  );
}

function help(props: { userAgent: string; by?: 'browser' | 'dismissed' | 'system' }): JSX.Element {
  return (
    <Page>
      <main class="first">
        <h1>Poradnia przy Lipowej</h1>
        <section class="sheet">
          <BlockedHelp
            camera
            microphone
            by={props.by ?? 'browser'}
            userAgent={props.userAgent}
            onCheckAgain={nothing}
            onGoOn={nothing}
          />
        </section>
      </main>
    </Page>
  );
}

const agents = {
  chrome: 'Mozilla/5.0 (X11; Linux x86_64) Chrome/140 Safari/537',
  edge: 'Mozilla/5.0 (Windows NT 10.0) Chrome/140 Safari/537 Edg/140',
  mac: 'Mozilla/5.0 (Macintosh; Intel Mac OS X) Version/18 Safari/605',
  iphone: 'Mozilla/5.0 (iPhone) Version/18 Mobile Safari/604',
  facebook: 'Mozilla/5.0 (iPhone) Mobile/15E148 [FBAN/FBIOS;FBAV/500]',
} as const;

/** The settings of sound and picture, and everything that is said of devices. */
export const deviceStates: Record<string, () => JSX.Element> = {
  'devices-settings': () => (
    <SettingsSheet live={fakeLive(view(), open())} view={view()} onClose={nothing} />
  ),
  'devices-settings-closed': () => (
    <SettingsSheet live={fakeLive(view())} view={view()} onClose={nothing} />
  ),
  'devices-silent': () => said({ silent: true }),
  'devices-busy': () => said({ camera: { state: 'busy' } }),
  'devices-dead': () => said({ microphone: { state: 'ended' }, camera: { state: 'ended' } }),
  'devices-unplugged': () => said({ microphone: { state: 'missing' } }),
  'devices-changed': () =>
    said({ devices: { notice: signal({ kind: 'microphone', label: 'Jabra Evolve2 65' }) } }),
  'devices-held': () => said({ devices: { held: signal(['microphone'] as const) } }),
  'devices-blur-gave-up': () => said({ devices: { blur: signal('gaveUp') } }),
  'devices-denied-chrome': () => help({ userAgent: agents.chrome }),
  'devices-denied-edge': () => help({ userAgent: agents.edge }),
  'devices-denied-iphone': () => help({ userAgent: agents.iphone }),
  'devices-denied-system': () => help({ userAgent: agents.mac, by: 'system' }),
  'devices-denied-dismissed': () => help({ userAgent: agents.chrome, by: 'dismissed' }),
  'devices-denied-in-app': () => help({ userAgent: agents.facebook }),
  'devices-inside-app': () => (
    <Page>
      <main class="first">
        <h1>Poradnia przy Lipowej</h1>
        <InsideApp />
      </main>
    </Page>
  ),
};
