import type { CrisisContact } from '../contracts/intake.ts';
import type { Language } from '../contracts/words.ts';
import { crisisWords } from './crisisWords.ts';

/**
 * The crisis page as plain HTML (rule K1): one file a language, so that it needs no script, no
 * service and no database. The build makes it with the shipped contacts, the service with the practice's.
 */

export interface CrisisPractice {
  readonly name: string;
  readonly language: Language;
  /** ISO 3166 code; its numbers stand first until a script knows where the reader is. */
  readonly country: string;
  readonly contacts: readonly CrisisContact[];
}

const languageNames: Record<Language, string> = {
  pl: 'Polski',
  en: 'English',
  uk: 'Українська',
  ru: 'Русский',
};
export const crisisLanguages = Object.keys(languageNames) as readonly Language[];

/** Everybody's number comes first and largest; in the EU and beyond it is 112. */
const emergencyNumbers = new Set(['112', '911', '999', '000']);

/**
 * Fills the built template: `<!--title-->` and `<!--content-->` are replaced, `lang` is set.
 * Everything that a practice typed is escaped.
 */
export function renderCrisisPage(
  template: string,
  practice: CrisisPractice,
  language: Language,
): string {
  const words = crisisWords[language];
  return template
    .replace(/<html lang="[^"]*"/, `<html lang="${language}"`)
    .replace('<!--title-->', () => escapeHtml(words.title))
    .replace('<!--content-->', () => content(practice, language));
}

/** Every file of the page: its name in the folder `help` and its text. */
export function crisisPages(
  template: string,
  practice: CrisisPractice,
): readonly { readonly name: string; readonly html: string }[] {
  const pages = crisisLanguages.map((language) => ({
    name: `${language}.html`,
    html: renderCrisisPage(template, practice, language),
  }));
  const first = renderCrisisPage(template, practice, practice.language);
  return [{ name: 'index.html', html: first }, ...pages];
}

function content(practice: CrisisPractice, language: Language): string {
  const words = crisisWords[language];
  const countries = [
    practice.country,
    ...new Set(practice.contacts.map((one) => one.country).filter((c) => c !== practice.country)),
  ];
  const [own = practice.country, ...others] = countries;
  const names = new Intl.DisplayNames([language], { type: 'region' });
  const list = (country: string, open: boolean): string =>
    `<details class="help-country" data-country="${escapeHtml(country)}"${open ? ' open' : ''}><summary>${escapeHtml(
      names.of(country) ?? country,
    )}</summary>${numbers(practice, country, language)}</details>`;
  return `<header class="top">
<a class="brand" href="/"><span>${escapeHtml(practice.name)}</span></a>
<a class="btn btn-plain btn-small leave" href="/neutral.html">${escapeHtml(words.leave)}</a>
</header>
<main class="help">
<h1 class="display">${escapeHtml(words.title)}</h1>
<p class="lead">${escapeHtml(words.lead)}</p>
<div class="help-here help-numbers">${list(own, true)}</div>
<section class="help-elsewhere help-numbers"${others.length === 0 ? ' hidden' : ''}><h2>${escapeHtml(words.elsewhere)}</h2>
${others.map((country) => list(country, false)).join('\n')}
</section>
<p class="small soft help-foot">${escapeHtml(words.worksAlone)}</p>
</main>
<footer class="foot"><nav class="help-languages" aria-label="${escapeHtml(words.language)}">${crisisLanguages
    .map(
      (code) =>
        `<a href="/help/${code}" lang="${code}" hreflang="${code}"${code === language ? ' aria-current="page"' : ''}>${languageNames[code]}</a>`,
    )
    .join('')}</nav></footer>`;
}

function numbers(practice: CrisisPractice, country: string, language: Language): string {
  const contacts = practice.contacts.filter((one) => one.country === country);
  const first = contacts.find((one) => emergencyNumbers.has(one.number));
  const rest = contacts.filter((one) => one !== first);
  const words = crisisWords[language];
  const emergency =
    first === undefined
      ? ''
      : `<a class="help-first" href="${call(first.number)}"><span class="num">${escapeHtml(first.number)}</span><p>${escapeHtml(
          words.emergency,
        )}</p></a>`;
  const items = rest.map((one) => {
    const text = (by: CrisisContact['name']) =>
      by[language] ?? by[practice.language] ?? by.en ?? '';
    const about = [text(one.who), text(one.hours)].filter((part) => part !== '').join(', ');
    return `<li><a class="num" href="${call(one.number)}">${escapeHtml(one.number)}</a><b>${escapeHtml(text(one.name))}</b>${
      about === '' ? '' : `<p class="soft">${escapeHtml(about)}</p>`
    }<p class="small soft">${escapeHtml(verified(one, language))}</p></li>`;
  });
  return `${emergency}${items.length === 0 ? '' : `<ul>${items.join('')}</ul>`}`;
}

function verified(contact: CrisisContact, language: Language): string {
  const words = crisisWords[language];
  if (contact.verifiedOn === null) return words.unverified;
  const format = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' });
  return words.verifiedOn.replace('{{date}}', format.format(new Date(contact.verifiedOn)));
}

function call(number: string): string {
  return `tel:${number.replaceAll(/[^0-9+]/g, '')}`;
}

function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
