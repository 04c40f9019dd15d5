import '../styles.ts';
import { render } from 'preact';
import { LocationProvider } from 'preact-iso';
import { setClock } from '../clock.ts';
import { loadWords, startLanguage } from '../i18n/text.ts';
import { Announcer } from '../ui/words.tsx';
import { galleryNow } from './fakes.ts';
import { states } from './states.tsx';

/** `gallery.html?state=NAME&lang=pl` shows one state; without a name, the list of all. */
const query = new URLSearchParams(location.search);
const root = document.getElementById('app');
if (query.get('state') === 'invitation-first') location.hash = 'A'.repeat(27);
if (query.get('state') === 'demo-sign-in') location.hash = 'A'.repeat(27);
await startLanguage();
await loadWords('intake');
await loadWords('account');
await loadWords('calendar');
await loadWords('practice');
await loadWords('devices');
await loadWords('chat');
await loadWords('session');
setClock(galleryNow);
const State = states[query.get('state') ?? ''];
if (root) {
  render(
    <LocationProvider>
      {State ? (
        <State />
      ) : (
        <main>
          <h1>Gallery</h1>
          <ul>
            {Object.keys(states).map((name) => (
              <li key={name}>
                <a href={`/gallery.html?state=${name}`}>{name}</a>
              </li>
            ))}
          </ul>
        </main>
      )}
      <Announcer />
    </LocationProvider>,
    root,
  );
}
