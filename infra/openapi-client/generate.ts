import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { format } from 'oxfmt';
import openapiTS, { astToString } from 'openapi-typescript';

/*
 * Writes the dashboard's client types from the committed OpenAPI document, or with --check fails when they differ. A package of its own,
 * because openapi-typescript needs the compiler API of TypeScript 5.
 */
const document = new URL('../../services/api/openapi.json', import.meta.url);
const types = new URL('../../dashboard/src/api/schema.ts', import.meta.url);
const {
  $schema: _editor,
  ignorePatterns: _paths,
  ...house
} = JSON.parse(readFileSync(new URL('../../.oxfmtrc.json', import.meta.url), 'utf8'));
const HEADER = '// Generated from services/api/openapi.json by infra/openapi-client. Do not edit.\n\n';

// Not `immutable`: openapi-fetch takes readonly arrays for objects and answers with types nothing can use.
const options = { alphabetize: true, rootTypes: true, rootTypesNoSchemaPrefix: true };
const source = HEADER + astToString(await openapiTS(document, options));
const { code: text } = await format('schema.ts', source, house);

if (!process.argv.includes('--check')) {
  writeFileSync(types, text);
} else if (readFileSync(types, 'utf8') !== text) {
  console.error(
    `${fileURLToPath(types)} differs from openapi.json: run \`pnpm --filter @tieout/openapi-client generate\`.`,
  );
  process.exitCode = 1;
}
