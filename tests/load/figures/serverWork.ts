import type { Figure } from '../Figure.ts';
import { Encounters } from '../product/Encounters.ts';
import { BareRooms } from '../reference/BareRooms.ts';
import { median } from '../statistics.ts';

const ROOMS_A_ROUND = 25;

/** CPU and wall time of setting one 1:1 room up, all processes of ours against bare mediasoup calls. */
export const serverWork: Figure = async ({ quick, say }) => {
  const bare = await BareRooms.start();
  const encounters = await Encounters.start();
  const cpu = { ours: [] as number[], reference: [] as number[] };
  const wall = { ours: [] as number[], reference: [] as number[] };
  const lobby: number[] = [];
  const signaling: number[] = [];
  try {
    const rounds = quick ? 2 : 6;
    // The first two rounds warm both up and are not counted.
    for (let round = -1; round <= rounds; round += 1) {
      const reference = await bare.setUp(ROOMS_A_ROUND);
      const ours = await encounters.setUp(ROOMS_A_ROUND);
      if (round <= 0) continue;
      cpu.reference.push(reference.cpuMilliseconds / ROOMS_A_ROUND);
      cpu.ours.push(ours.cpuMilliseconds / ROOMS_A_ROUND);
      signaling.push(ours.signalingCpuMilliseconds / ROOMS_A_ROUND);
      lobby.push(ours.lobbyCpuMilliseconds / ROOMS_A_ROUND);
      wall.reference.push(...reference.wallMilliseconds);
      wall.ours.push(...ours.wallMilliseconds);
      say(
        `  server work ${round}/${rounds}: ${cpu.ours.at(-1)} against ${cpu.reference.at(-1)} ms of CPU`,
      );
    }
  } finally {
    await encounters.stop();
    await bare.stop();
  }
  const note = `${median(signaling).toFixed(1)} ms of it signaling; opening the lobby before: ${median(lobby).toFixed(1)} ms`;
  return [
    { figure: 'server work of a join: CPU of a room', unit: 'ms', ...cpu, aim: '≤ 2 ×', note },
    { figure: 'server work of a join: wall of a room', unit: 'ms', ...wall, aim: '≤ 2 ×' },
  ];
};
