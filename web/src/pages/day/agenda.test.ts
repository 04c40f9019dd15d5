import { describe, expect, it } from 'vitest';
import { day, galleryNow } from '../../gallery/fakes.ts';
import { agenda, agendaWithGaps, nextUp, standing, whoWaits } from './agenda.ts';

const { appointments } = day('waiting');

describe('the agenda', () => {
  it('puts the line for now before what is not over', () => {
    const rows = agenda(appointments, galleryNow).map((row) =>
      row.row === 'appointment' ? row.standing : row.row,
    );
    expect(rows).toEqual(['past', 'past', 'past', 'now', 'later', 'later', 'later']);
  });

  it('has no line before the first and after the last', () => {
    expect(agenda(appointments.slice(3), galleryNow).some(({ row }) => row === 'now')).toBe(false);
    expect(agenda(appointments.slice(0, 3), galleryNow).some(({ row }) => row === 'now')).toBe(
      false,
    );
  });

  it('goes by the phase where there is one: a live session is not over at its end', () => {
    const live = appointments.slice(3, 4).map((one) => ({ ...one, phase: 'live' as const }))[0];
    expect(live && standing(live, live.endsAt + 60_000)).toBe('now');
  });

  it('says who waits, the longest first', () => {
    expect(whoWaits(appointments).map(({ person }) => person.displayName)).toEqual([
      'Marta Zielińska',
    ]);
  });

  it('names what is free between two appointments, before the line for now', () => {
    const rows = agendaWithGaps(appointments, galleryNow).map((row) => row.row);
    expect(rows).toEqual([
      'appointment',
      'appointment',
      'gap',
      'appointment',
      'gap',
      'now',
      'appointment',
      'appointment',
      'appointment',
    ]);
  });

  it('takes ten minutes for a breath, and a longer appointment for its whole length', () => {
    const [first, second] = appointments;
    if (!first || !second) throw new Error('The fake day is empty.');
    const long = { ...first, endsAt: second.endsAt + 60_000 };
    expect(agendaWithGaps([long, second], galleryNow).some(({ row }) => row === 'gap')).toBe(false);
    expect(agendaWithGaps([first, second], galleryNow).some(({ row }) => row === 'gap')).toBe(
      false,
    );
  });

  it('says what comes next', () => {
    expect(nextUp(appointments, galleryNow)?.people[0]?.displayName).toBe('Marta Zielińska');
  });
});
