/**
 * Keeps the crisis page (rule K1) and nothing else: its four languages, and the styles, script and
 * fonts they use. The network is asked first, so that a corrected number reaches everybody; what is
 * kept answers when there is no network, no service, or no answer within three seconds.
 */
const cacheName = 'gabinet-help-1';
const pages = ['/help', '/help/pl', '/help/en', '/help/uk', '/help/ru', '/neutral.html'];
const patienceMs = 3000;

self.addEventListener('install', (event) => {
  event.waitUntil(keepAll().then(() => self.skipWaiting()));
});

self.addEventListener('activate', (event) => {
  event.waitUntil(
    (async () => {
      for (const name of await caches.keys()) {
        if (name.startsWith('gabinet-help-') && name !== cacheName) await caches.delete(name);
      }
      await self.clients.claim();
    })(),
  );
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== location.origin) return;
  if (request.mode === 'navigate' && pages.includes(url.pathname)) {
    event.respondWith(newestPage(url.pathname));
  } else if (url.pathname.startsWith('/assets/')) {
    event.respondWith(keptAsset(request));
  }
});

/** Pages, and whatever they and their styles name. */
async function keepAll() {
  const cache = await caches.open(cacheName);
  const assets = new Set();
  for (const page of pages) {
    const response = await fetch(page, { cache: 'no-cache' });
    if (!response.ok) throw new Error(`The page ${page} could not be kept.`);
    for (const path of named(await response.clone().text())) assets.add(path);
    await cache.put(page, response);
  }
  for (const path of assets) {
    const response = await fetch(path);
    if (!response.ok) continue;
    await cache.put(path, response.clone());
  }
}

function named(text) {
  return [...text.matchAll(/(?:href|src)="(\/(?:assets\/[^"]+|icon\.svg))"/g)].map((one) => one[1]);
}

async function newestPage(path) {
  const cache = await caches.open(cacheName);
  const kept = await cache.match(path);
  const timeout = new AbortController();
  const timer = setTimeout(() => timeout.abort(), patienceMs);
  try {
    const fresh = await fetch(path, {
      cache: 'no-cache',
      ...(kept ? { signal: timeout.signal } : {}),
    });
    if (!fresh.ok) return kept ?? fresh;
    await cache.put(path, fresh.clone());
    return fresh;
  } catch (error) {
    if (kept) return kept;
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

/** Assets have their content's hash in the name, so a kept one is as good as a new one. */
async function keptAsset(request) {
  const cache = await caches.open(cacheName);
  const kept = await cache.match(request);
  if (kept) return kept;
  const fresh = await fetch(request);
  if (fresh.ok && request.destination === 'font') await cache.put(request, fresh.clone());
  return fresh;
}
