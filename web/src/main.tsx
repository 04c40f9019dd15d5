import './styles.ts';
import { render } from 'preact';
import { startLanguage } from './i18n/text.ts';
import { App } from './routes.tsx';

const root = document.getElementById('app');
await startLanguage();
if (root) render(<App />, root);
// Keeps the crisis page for when nothing else answers; nobody waits for it (rule K1).
if ('serviceWorker' in navigator && import.meta.env.PROD) {
  navigator.serviceWorker.register('/service-worker.js').catch(() => undefined);
}
