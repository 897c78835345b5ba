import { Check, CircleAlert } from 'lucide-react';
import type { Proof, Summary } from '../../api/schema.ts';
import { Age } from '../../components/moment.tsx';
import { Skeleton } from '../../components/states.tsx';
import { sourceWords } from '../../format/labels.ts';
import { formatCount, LOCALE } from '../../format/money.ts';
import { placeWords, verificationLines } from './verification-words.ts';

const count = (value: number): string => formatCount(value, LOCALE);

/**
 * Every record that came in was judged or refused: two counts, kept apart, so that where they differ something was lost or doubled. And the log of it
 * is what was written.
 */
export function ProofLine({ summary }: { summary: Summary | null }) {
  if (summary === null) {
    return (
      <p className="flex min-h-9 items-center max-sm:min-h-11">
        <Skeleton className="h-4 w-[min(440px,80vw)]" />
      </p>
    );
  }
  const { proof, verification } = summary;
  const adds = proof.residue === 0 && proof.sources.every(({ residue }) => residue === 0);
  const holds = adds && (verification?.failure ?? null) === null;
  const Icon = holds ? Check : CircleAlert;
  const line = (
    <>
      <Icon size={16} strokeWidth={2.4} aria-hidden="true" className="shrink-0" />
      <span>
        <Part testId="events-read" value={proof.arrived} /> {proof.arrived === 1 ? 'event' : 'events'} in{' '}
        {adds ? '=' : '≠'} <Part testId="proof-judged" value={proof.judged} /> judged{' + '}
        <Part testId="proof-refused" value={proof.refused} /> refused
        {!adds && ` · ${residueWords(proof)}`}
        {' · '}
        <Chain verification={verification} />
      </span>
    </>
  );
  const look = 'flex min-h-9 min-w-0 items-center gap-2 text-body max-sm:min-h-11';
  if (holds)
    return (
      <p
        className={`${look} text-ink-soft [&>svg]:text-matched`}
        title={tooltip(summary)}
        data-testid="proof"
      >
        {line}
      </p>
    );
  return (
    <a
      href="#lanes"
      role="alert"
      title={tooltip(summary)}
      data-testid="proof"
      className={`${look} rounded-control bg-mismatched-tint px-3 font-semibold text-mismatched hover:underline`}
    >
      {line}
    </a>
  );
}

/** Whether the log is still what was written, as the verification said last. */
function Chain({ verification }: Pick<Summary, 'verification'>) {
  if (verification === null) return <span data-testid="chain">chain never verified</span>;
  const { at, failure } = verification;
  return (
    <span data-testid="chain">
      {failure === null ? 'chain verified ' : `verification failed at ${placeWords(failure)} `}
      <Age since={failure?.at ?? at} /> ago
    </span>
  );
}

function Part({ testId, value }: { testId: string; value: number }) {
  return (
    <b data-testid={testId} className="font-semibold">
      {count(value)}
    </b>
  );
}

/** "Bank: 2 unaccounted for; Gateway: 1 too many". */
function residueWords({ sources }: Proof): string {
  return sources
    .filter(({ residue }) => residue !== 0)
    .map(
      ({ source, residue }) =>
        `${sourceWords(source)}: ${count(Math.abs(residue))} ${residue > 0 ? 'unaccounted for' : 'too many'}`,
    )
    .join('; ');
}

/** All of it, for whoever points at the line. */
function tooltip({ proof, verification }: Summary): string {
  return [
    'Since the first start',
    ...proof.sources.map(
      ({ source, arrived, judged, refused }) =>
        `${sourceWords(source)}: ${count(arrived)} in, ${count(judged)} judged, ${count(refused)} refused`,
    ),
    ...verificationLines(verification),
  ].join('\n');
}
