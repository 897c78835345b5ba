import { Link } from '@tanstack/react-router';
import type { DeadLetter } from '../../api/schema.ts';
import { Moment, useZone } from '../../components/moment.tsx';
import { deadLetterWords } from '../../format/labels.ts';
import { searchOf, type DeadLetterFilter } from './filter.ts';
import { State, TransactionOf } from './letter-cells.tsx';

interface Props {
  readonly letters: readonly DeadLetter[];
  readonly filter: DeadLetterFilter;
  /** The record that stands open beside the list. */
  readonly open: string | null;
}

/** A narrow list keeps when, why and whose; the rest stands in the record beside it. */
const HEADS = [
  ['Position', '@max-5xl:hidden'],
  ['Code', ''],
  ['Transaction', ''],
  ['Error', '@max-2xl:hidden'],
  ['State', '@max-xl:hidden'],
] as const;

export function LetterTable({ letters, filter, open }: Props) {
  const { label } = useZone();
  return (
    <table className="w-full text-table whitespace-nowrap">
      <thead className="sticky top-0 z-10 bg-panel text-small text-waiting">
        <tr className="border-b border-line">
          <th scope="col" className="px-4 py-2 text-left font-normal">
            When ({label})
          </th>
          {HEADS.map(([head, look]) => (
            <th key={head} scope="col" className={`px-3 py-2 text-left font-normal ${look}`}>
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {letters.map((letter) => (
          <Row key={letter.id} letter={letter} filter={filter} open={letter.id === open} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ letter, filter, open }: { letter: DeadLetter; filter: DeadLetterFilter; open: boolean }) {
  return (
    <tr className={`relative border-b border-line last:border-0 ${open ? 'bg-selected' : 'hover:bg-hover'}`}>
      <td className="px-4 py-2 align-top text-ink-soft">
        <Moment at={letter.refused_at} clock="refused" />
      </td>
      <td className="px-3 py-2 align-top font-mono text-small text-ink-soft @max-5xl:hidden">{letter.id}</td>
      <td className="px-3 py-2 align-top @max-2xl:w-full @max-2xl:max-w-0">
        {/* Its area is the whole row; what else can be followed there lies above it. */}
        <Link
          to="/dead-letters"
          search={searchOf(filter, letter.id)}
          data-letter={letter.id}
          aria-current={open}
          title={letter.code}
          className="font-medium outline-offset-4 after:absolute after:inset-0 hover:underline"
        >
          {deadLetterWords(letter.code)}
        </Link>
        <span className="line-clamp-2 text-small whitespace-normal text-ink-soft @2xl:hidden">
          {letter.error}
        </span>
      </td>
      <td className="max-w-60 px-3 py-2 align-top @max-xl:max-w-36">
        <span className="relative z-[1] block min-w-0">
          <TransactionOf letter={letter} />
        </span>
      </td>
      <td className="w-full max-w-0 truncate px-3 py-2 align-top @max-2xl:hidden" title={letter.error}>
        {letter.error}
      </td>
      <td className="px-3 py-2 align-top @max-xl:hidden">
        <State letter={letter} />
      </td>
    </tr>
  );
}
