import { writeFileSync } from 'node:fs';

const sampleRate = 48_000;
const seconds = 4;
const bytesPerSample = 2;

/**
 * Writes a WAV file with an unbroken, wavering voice-like tone, for Chromium's fake microphone.
 * Between its own beeps Opus sends little (DTX: about 25 packets a second were seen); with this, 50
 * packets come each second, and a sender that stops shows at once.
 */
export function writeTone(file: string): void {
  const samples = sampleRate * seconds;
  const data = Buffer.alloc(44 + samples * bytesPerSample);
  data.write('RIFF', 0);
  data.writeUInt32LE(36 + samples * bytesPerSample, 4);
  data.write('WAVEfmt ', 8);
  data.writeUInt32LE(16, 16);
  data.writeUInt16LE(1, 20);
  data.writeUInt16LE(1, 22);
  data.writeUInt32LE(sampleRate, 24);
  data.writeUInt32LE(sampleRate * bytesPerSample, 28);
  data.writeUInt16LE(bytesPerSample, 32);
  data.writeUInt16LE(8 * bytesPerSample, 34);
  data.write('data', 36);
  data.writeUInt32LE(samples * bytesPerSample, 40);
  let angle = 0;
  for (let index = 0; index < samples; index += 1) {
    const time = index / sampleRate;
    // Pitch and loudness waver, so that noise suppression takes it for a voice.
    angle += (2 * Math.PI * (220 + 120 * Math.sin(2 * Math.PI * 2 * time))) / sampleRate;
    const loudness = 0.24 + 0.16 * Math.sin(2 * Math.PI * 5 * time);
    const wave = Math.sin(angle) + 0.5 * Math.sin(2 * angle) + 0.3 * Math.sin(3 * angle);
    data.writeInt16LE(Math.round(20_000 * loudness * wave), 44 + index * bytesPerSample);
  }
  writeFileSync(file, data);
}
