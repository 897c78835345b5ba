import type { ReactNode } from 'react';
import type { Txn } from '../../api/schema.ts';
import { Reasons, SeverityBadge, StatusBadge } from '../../components/badges.tsx';
import { CopyButton, CopyIconButton } from '../../components/copy-button.tsx';
import { Age, useNow } from '../../components/moment.tsx';
import { Money } from '../../components/money.tsx';
import { channelWords, hintWords } from '../../format/labels.ts';
import { LOCALE } from '../../format/money.ts';
import { verdictNote, verdictSentence } from '../../format/sentence.ts';
import { useShortcuts } from '../../shell/shortcuts.ts';

/** What it is, and what was decided, in one look and one sentence. `beside`: in the panel of a list, whose head has the id. */
export function Head({ txn, beside = false }: { txn: Txn; beside?: boolean }) {
  const now = useNow();
  const note = (): string => verdictNote(txn, LOCALE, Date.now());
  useShortcuts({ 'shift c': () => void navigator.clipboard.writeText(note()) });
  return (
    <header className="rounded-panel border border-line bg-panel px-4 py-4 lg:px-5">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        {!beside && (
          <h1 className="flex min-w-0 items-center gap-1 font-mono text-title font-semibold">
            <span className="break-all">{txn.txn_id}</span>
            <CopyIconButton text={txn.txn_id} label="Copy the id (Y)" />
          </h1>
        )}
        <StatusBadge status={txn.status} />
        {txn.severity !== null && <SeverityBadge severity={txn.severity} />}
        <span className="text-ink-soft">
          <Reasons reasons={txn.reasons} />
        </span>
        <span className="-my-1 ml-auto">
          <CopyButton text={note} word="Sentence" label="Copy the sentence, with ids and times (Shift C)" />
        </span>
      </div>
      <p
        data-testid="verdict-sentence"
        className={`mt-2 font-semibold text-balance ${beside ? 'text-title' : 'text-verdict tracking-tight'}`}
      >
        {amountsUnbroken(verdictSentence(txn, LOCALE, now))}
      </p>
      {txn.hints.map((hint) => (
        <p key={hint} className="mt-1 text-ink-soft" title={hint}>
          {hintWords(hint)}
        </p>
      ))}
      <dl className="mt-4 flex flex-wrap gap-x-8 gap-y-3 text-table">
        <Fact term="Amount">
          {txn.currency} <Money minor={txn.amount_minor} currency={txn.currency} inText />
        </Fact>
        {txn.at_risk_minor !== '0' && (
          <Fact term="At risk">
            {txn.currency} <Money minor={txn.at_risk_minor} currency={txn.currency} inText />
          </Fact>
        )}
        <Fact term="Channel">{channelWords(txn.channel)}</Fact>
        <Fact term="First seen">
          <Age since={txn.first_seen_at} /> ago
        </Fact>
        {txn.broken_at !== null && (
          <Fact term="Broken for">
            <Age since={txn.broken_at} />
          </Fact>
        )}
      </dl>
    </header>
  );
}

function Fact({ term, children }: { term: string; children: ReactNode }) {
  return (
    <div>
      <dt className="text-small text-waiting">{term}</dt>
      <dd className="font-medium">{children}</dd>
    </div>
  );
}

/** Keeps a currency on the line of its amount. Only for the eye: what is copied has plain spaces. */
function amountsUnbroken(sentence: string): string {
  return sentence.replaceAll(/\b([A-Z]{3}) (?=\d)/g, '$1\u00A0');
}
