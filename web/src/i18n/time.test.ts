import { beforeAll, describe, expect, it, vi } from 'vitest';
import { bindShortWords, plural, preferredLanguage, showLanguage, t } from './text.ts';
import { day, firstName, initials, minutesSince, minutesUntil, zoneSentence } from './time.ts';

const at = Date.UTC(2027, 0, 14, 15, 0);

beforeAll(() => {
  vi.stubGlobal('navigator', { languages: ['pl-PL', 'en-GB'] });
  vi.stubGlobal('document', { documentElement: { lang: '' } });
});

describe('sentences', () => {
  it('take the plural form of the language', async () => {
    await showLanguage('pl');
    expect(plural('call.remaining', 1)).toBe('została 1 min');
    expect(plural('call.remaining', 3)).toBe('zostały 3 min');
    expect(plural('call.remaining', 12)).toBe('zostało 12 min');
    await showLanguage('uk');
    expect(plural('early.in', 22)).toBe('Ще 22 хвилини.');
    await showLanguage('en');
    expect(plural('invitation.startsIn', 12)).toBe('You start in 12 minutes.');
    expect(t('waiting.title', { name: 'Anna' })).toBe('Anna knows you are here.');
  });

  it('never end a line in a one-letter word', () => {
    expect(bindShortWords('Obraz i głos w domu')).toBe('Obraz i\u00a0głos w\u00a0domu');
  });
});

describe('the language', () => {
  it('is the first of query, memory, browser, Polish that we have', () => {
    expect(preferredLanguage('?lang=uk', 'en', ['ru'])).toBe('uk');
    expect(preferredLanguage('', 'en', ['ru'])).toBe('en');
    expect(preferredLanguage('', null, ['de-DE', 'ru-RU'])).toBe('ru');
    expect(preferredLanguage('?lang=xx', null, ['de'])).toBe('pl');
  });
});

describe('times', () => {
  it('round so that nobody is late', () => {
    expect(minutesUntil(at, at - 61_000)).toBe(2);
    expect(minutesUntil(at, at + 5)).toBe(0);
    expect(minutesSince(at, at + 119_000)).toBe(1);
  });

  it('name the day in the reader’s language', async () => {
    await showLanguage('pl');
    expect(day(at)).toBe('Czwartek, 14 stycznia');
  });

  it('name the zone only where the wall clocks differ', async () => {
    await showLanguage('en');
    expect(zoneSentence(at, 'Europe/Warsaw', 'Europe/Berlin')).toBeNull();
    expect(zoneSentence(at, 'Europe/Warsaw', 'Europe/London')).toContain('16:00');
  });
});

describe('names', () => {
  it('are shortened without losing the person', () => {
    expect(firstName('dr Anna Nowak')).toBe('Anna');
    expect(firstName('Anna')).toBe('Anna');
    expect(initials('Anna Maria Nowak')).toBe('AN');
    expect(initials('Staś')).toBe('S');
  });
});
