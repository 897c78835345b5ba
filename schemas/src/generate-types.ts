// Writes src/generated from the .avsc files; with --check, fails if what is committed differs.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import avro from 'avsc';
import { isAvroRecord } from './avro-schema.ts';
import { moduleOf } from './type-writer.ts';

const schemasDir = new URL('../', import.meta.url);
const generatedDir = new URL('generated/', import.meta.url);

function expectedModules(): Map<string, string> {
  const modules = new Map<string, string>();
  for (const file of readdirSync(schemasDir).filter((name) => name.endsWith('.avsc'))) {
    const text = readFileSync(new URL(file, schemasDir), 'utf8');
    avro.Type.forSchema(JSON.parse(text)); // throws where it is not valid Avro
    const schema: unknown = JSON.parse(text);
    if (!isAvroRecord(schema)) throw new Error(`${file} does not hold a record`);
    modules.set(file.replace('.avsc', '.ts'), moduleOf(schema, file));
  }
  return modules;
}

const expected = expectedModules();
if (process.argv.includes('--check')) {
  const present = readdirSync(generatedDir);
  const drifted = [...expected].filter(
    ([file, text]) => !present.includes(file) || readFileSync(new URL(file, generatedDir), 'utf8') !== text,
  );
  const stale = present.filter((file) => !expected.has(file));
  const wrong = [...drifted.map(([file]) => file), ...stale];
  if (wrong.length > 0) {
    console.error(
      `src/generated differs from the schemas: ${wrong.join(', ')}. Run "pnpm --filter @tieout/schemas generate" and commit.`,
    );
    process.exitCode = 1;
  }
} else {
  for (const [file, text] of expected) writeFileSync(new URL(file, generatedDir), text);
}
