import type { JSX } from 'preact';
import { t } from '../i18n/text.ts';

/**
 * Crisis contacts of Poland, the defaults of a new practice. Every one of them is to be verified
 * before use, by calling it; the operator's own list will take their place.
 */
const lines = [
  { number: '800 70 2222', name: 'help.adults', who: 'help.adultsWho' }, // verify before use
  { number: '116 111', name: 'help.children', who: 'help.childrenWho' }, // verify before use
  { number: '116 123', name: 'help.emotional', who: 'help.emotionalWho' }, // verify before use
  { number: '800 12 12 12', name: 'help.childrenRights', who: 'help.childrenRightsWho' }, // verify before use
  { number: '800 12 00 02', name: 'help.violence', who: 'help.violenceWho' }, // verify before use
] as const;

/** The numbers one can tap: 112 first, then who helps whom. */
export function HelpNumbers(): JSX.Element {
  return (
    <div class="help-numbers">
      <a class="help-first" href="tel:112">
        <span class="num">112</span>
        <p>{t('help.112')}</p>
      </a>
      <ul>
        {lines.map(({ number, name, who }) => (
          <li key={number}>
            <a class="num" href={`tel:${number.replaceAll(' ', '')}`}>
              {number}
            </a>
            <b>{t(name)}</b>
            <p class="soft">{t(who)}</p>
          </li>
        ))}
      </ul>
    </div>
  );
}
