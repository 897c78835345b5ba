import { readFileSync } from 'node:fs';
import { Router } from 'express';
import { contentSecurityPolicy } from 'helmet';
import swaggerUi from 'swagger-ui-express';
import { openApiDocument } from '../openapi.ts';

const ASSET_AGE_MS = 24 * 3_600_000;

// Both pages style themselves from scripts; scripts, and everything else, come from here only.
const pagePolicy = contentSecurityPolicy({
  useDefaults: false,
  directives: {
    defaultSrc: ["'self'"],
    styleSrc: ["'self'", "'unsafe-inline'"],
    imgSrc: ["'self'", 'data:'],
    workerSrc: ["'self'", 'blob:'], // ReDoc's search index
    objectSrc: ["'none'"],
    baseUri: ["'self'"],
    formAction: ["'self'"],
    frameAncestors: ["'none'"],
  },
});

const REDOC_PAGE = `<!doctype html>
<html lang="en">
  <head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Tieout API</title><link rel="icon" href="data:,"></head>
  <body style="margin:0">
    <div id="redoc"></div>
    <script src="/redoc/redoc.js"></script>
    <script src="/redoc/init.js"></script>
  </body>
</html>
`;
const REDOC_INIT = `Redoc.init('/openapi.json', { hideDownloadButtons: true, nativeScrollbars: true }, document.getElementById('redoc'));
`;

/** The OpenAPI document and two readers of it, from local files. Open: they say how to ask, not what is known. */
export function documentationRoutes(): Router {
  const router = Router();
  const document = openApiDocument();
  const redocScript = localRedoc();

  router.get('/openapi.json', (_request, response) => {
    response.json(document);
  });

  router.get('/docs', (request, response, next) => {
    // The page names its files relative to itself.
    if (request.path.endsWith('/')) next();
    else response.redirect(301, '/docs/');
  });
  router.use(
    '/docs/',
    pagePolicy,
    swaggerUi.serve,
    swaggerUi.setup(document, { customSiteTitle: 'Tieout API', swaggerOptions: { validatorUrl: null } }),
  );

  router.get('/redoc', pagePolicy, (_request, response) => {
    response.type('html').send(REDOC_PAGE);
  });
  router.get('/redoc/init.js', (_request, response) => {
    response.type('js').send(REDOC_INIT);
  });
  router.get('/redoc/redoc.js', (_request, response) => {
    response
      .type('js')
      .set('cache-control', `public, max-age=${ASSET_AGE_MS / 1000}`)
      .send(redocScript);
  });
  return router;
}

/** ReDoc's own bundle without its one off-origin request, the maker's logo. */
function localRedoc(): string {
  const bundle = new URL(import.meta.resolve('redoc/bundles/redoc.standalone.js'));
  return readFileSync(bundle, 'utf8').replaceAll('https://cdn.redoc.ly/redoc/logo-mini.svg', 'data:,');
}
