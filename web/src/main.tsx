import './styles.ts';
import { render } from 'preact';
import { startLanguage } from './i18n/text.ts';
import { App } from './routes.tsx';

const root = document.getElementById('app');
await startLanguage();
if (root) render(<App />, root);
