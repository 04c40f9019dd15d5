import { describe, expect, it } from 'vitest';
import { holds, isGeneratorBound, middleOf, type Step, tell, tellEnd } from './sustained.ts';

const calm: Step = {
  loss: 0,
  droppedAtServer: 0,
  droppedAtGenerator: 0,
  added: 2,
  own: 3,
  microsecondsAPacket: 25,
  worker: 0.5,
  workerWaited: 0.01,
  generator: 0.4,
  stretched: 1,
};

describe('a step of the sustained run', () => {
  it('holds up to both limits and not beyond either', () => {
    expect(holds({ ...calm, loss: 0.001, added: 20 })).toBe(true);
    expect(holds({ ...calm, loss: 0.0011 })).toBe(false);
    expect(holds({ ...calm, added: 20.1 })).toBe(false);
  });

  it('says nothing of the server when the load was not as it should be', () => {
    expect(isGeneratorBound(calm)).toBe(false);
    for (const odd of [
      { generator: 0.9 },
      { own: 21 },
      { stretched: 1.2 },
      { droppedAtGenerator: 0.002 },
    ]) {
      expect(isGeneratorBound({ ...calm, ...odd })).toBe(true);
    }
  });

  it('tells a full worker from one that waited for a core', () => {
    expect(tellEnd({ ...calm, added: 30, worker: 0.97 })).toBe(
      'late, worker full at 97 % of a core',
    );
    expect(tellEnd({ ...calm, loss: 0.02, worker: 0.6, workerWaited: 0.4 })).toBe(
      '2.00 % lost, machine busy: worker had 60 % of a core and waited 40 % for one',
    );
    expect(tellEnd({ ...calm, added: 30 })).toBe('late, worker at only 50 % of a core');
  });

  it('takes the middle of each figure, and says where packets were lost', () => {
    const middle = middleOf([
      { ...calm, loss: 0.01, droppedAtServer: 0.01 },
      calm,
      { ...calm, loss: 0.03, droppedAtServer: 0.02 },
    ]);
    expect(tell(middle)).toContain('1.00 % lost (1.00 % at its buffer, 0.00 % at ours,');
  });
});
