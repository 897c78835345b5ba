import { readFileSync, writeFileSync } from 'node:fs';
import { format } from 'oxfmt';
import house from '../../../.oxfmtrc.json' with { type: 'json' };
import { openApiDocument } from './openapi.ts';

/* `generate` writes openapi.json; `check:drift` fails when the committed file is not what the schemas say. */
const file = new URL('../openapi.json', import.meta.url);
const { code } = await format('openapi.json', JSON.stringify(openApiDocument()), {
  printWidth: house.printWidth,
});

if (!process.argv.includes('--check')) {
  writeFileSync(file, code);
} else if (readFileSync(file, 'utf8') !== code) {
  console.error(
    'services/api/openapi.json differs from the schemas: run `pnpm --filter @tieout/api generate`.',
  );
  process.exitCode = 1;
}
