import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeTone } from './tone.ts';

const tone = join(tmpdir(), 'gabinet-test-tone.wav');
writeTone(tone);

/** The browser of the tests: the one that `npm test` found or installed. */
export const chromiumPath: string = process.env.CHROMIUM_PATH || '/usr/bin/chromium';

/** A browser with a made-up camera and microphone, that calls nobody by itself. */
export const chromiumFlags: readonly string[] = [
  '--no-sandbox',
  '--disable-quic',
  '--disable-background-networking',
  '--use-fake-device-for-media-stream=fps=30',
  `--use-file-for-fake-audio-capture=${tone}`,
];
