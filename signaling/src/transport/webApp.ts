import { join, resolve } from 'node:path';
import express, { type Router } from 'express';

/**
 * Serves the built web app: hashed files for ever, and its one page for every address that a person
 * may open. Reading any of them changes nothing (rule I2).
 */
export function webApp(webRoot: string, careFolder: string): Router {
  const router = express.Router();
  const root = resolve(webRoot);
  // The crisis page is plain files (rule K1): the practice's own, else those of the build.
  // `/help` itself, without a slash: a redirect could not be kept by a service worker.
  router.use('/help', (request, _response, next) => {
    if (request.path === '/') request.url = '/index';
    next();
  });
  const files = { extensions: ['html'], index: false, maxAge: 0, redirect: false };
  for (const folder of [resolve(careFolder), root]) {
    router.use('/help', express.static(join(folder, 'help'), files));
  }
  router.use(
    '/assets',
    express.static(join(root, 'assets'), { immutable: true, maxAge: '1y', index: false }),
  );
  router.use(express.static(root, { index: false, maxAge: 0 }));
  router.get(/^\/(?!api(\/|$)|assets\/|socket|metrics|healthz|readyz).*/, (_request, response) => {
    response.setHeader('Cache-Control', 'no-cache');
    response.sendFile('index.html', { root });
  });
  return router;
}
