import '@fontsource-variable/literata/opsz.css';
import '@fontsource-variable/source-sans-3/wght.css';
import '../ui/tokens.css';
import '../ui/base.css';
import '../ui/top.css';
import '../ui/controls.css';
import '../ui/surfaces.css';
import '../ui/marks.css';
import '../ui/messages.css';
import '../ui/help.css';
import './page.css';
import { countryOfZone } from './countries.ts';

/**
 * What the crisis page can do better with a script; it works without one. The reader's language and
 * country come first, and leaving leaves nothing in the history.
 */
const languages = ['pl', 'en', 'uk', 'ru'];

function chooseLanguage(): void {
  // An address that names a language was chosen by the reader.
  if (/^\/help\/(pl|en|uk|ru)/.test(location.pathname)) return;
  let remembered: string | null = null;
  try {
    remembered = localStorage.getItem('gabinet.language');
  } catch {
    // Storage can be closed to us; the browser's languages then decide.
  }
  const wishes = [remembered, ...navigator.languages.map((tag) => tag.slice(0, 2).toLowerCase())];
  const wanted = wishes.find((wish) => wish !== null && languages.includes(wish));
  if (wanted && wanted !== document.documentElement.lang) location.replace(`/help/${wanted}`);
}

function chooseCountry(): void {
  const country = countryOfZone(Intl.DateTimeFormat().resolvedOptions().timeZone);
  const here = document.querySelector('.help-here');
  const elsewhere = document.querySelector('.help-elsewhere');
  const own = elsewhere?.querySelector<HTMLDetailsElement>(`[data-country="${country}"]`);
  if (!here || !elsewhere || !own) return;
  for (const other of [...here.children]) {
    if (other instanceof HTMLDetailsElement) other.open = false;
    elsewhere.querySelector('.help-country')?.before(other);
  }
  own.open = true;
  here.append(own);
}

document.querySelector('.leave')?.addEventListener('click', (event) => {
  event.preventDefault();
  document.title = '…';
  document.body.hidden = true;
  location.replace('/neutral.html');
});
chooseLanguage();
chooseCountry();
if ('serviceWorker' in navigator) {
  // Without a worker the page still comes from the server; there is nothing to tell the reader.
  navigator.serviceWorker.register('/service-worker.js').catch(() => undefined);
}
