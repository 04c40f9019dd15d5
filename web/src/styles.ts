import '@fontsource-variable/literata/opsz.css';
import '@fontsource-variable/source-sans-3/wght.css';
import './ui/tokens.css';
import './ui/base.css';
import './ui/components.css';
import './ui/pages.css';
import './ui/help.css';
import './ui/call.css';
