import type { Judgement } from '../contract/judgement.ts';
import { seenIn } from '../contract/resolution.ts';
import { rulesAt } from '../contract/versions.ts';
import type { Settlement } from '../contract/work.ts';
import type { AutoResolveRow, LaneRow, RuleSetRow } from '../evidence.ts';
import type { ActRow } from '../read-audit.ts';
import type { Matter, Tell } from './casebook.ts';

/** What a policy did, or left to people, in this flush, and the lane's share of the day's cap by the rules that judge the transaction. */
interface Deed {
  readonly what: string;
  readonly key: string;
  readonly minor: bigint;
  readonly capMinor: bigint;
}

/** I8: which breaks the policies of a lane's rules settle, and how much of their caps is used up. */
export class Policies {
  readonly #lanes: bigint;
  readonly #ruleSets: () => readonly RuleSetRow[];
  #day = '';
  #used = new Map<string, bigint>();
  readonly #left: Deed[] = [];
  readonly #done: Deed[] = [];
  readonly #acted = new Set<string>();
  /** UTC, of this flush's lane time. */
  #today = '';

  constructor(lanes: number, ruleSets: () => readonly RuleSetRow[]) {
    this.#lanes = BigInt(lanes);
    this.#ruleSets = ruleSets;
  }

  /** In this flush. */
  hasActed(txnId: string): boolean {
    return this.#acted.has(txnId);
  }

  act(name: string, { txnId, judgement, laneTime }: Matter, act: ActRow, tell: Tell): Settlement {
    const { version, autoResolve } = rulesAt(this.#ruleSets(), judgement.firstSeenAt);
    if (act.ruleVersion !== version) tell(`names rules ${act.ruleVersion} instead of ${version}`);
    if (this.#acted.has(txnId)) tell('a policy acted twice in one flush');
    this.#acted.add(txnId);
    const policy = autoResolve.find((one) => one.name === name);
    const cap = policy && capOf(policy, judgement);
    if (cap === undefined) tell(`policy ${name} acted and does not fit`);
    else {
      // One before it in the list would have acted, had its cap had room.
      for (const earlier of autoResolve.slice(
        0,
        autoResolve.findIndex((one) => one.name === name),
      ))
        this.#leaveTo(earlier, txnId, judgement, laneTime);
      this.#turnTo(laneTime);
      if (this.#day !== this.#today) {
        this.#day = this.#today;
        this.#used = new Map();
      }
      const key = `${name} ${judgement.currency}`;
      const minor = judgement.atRisk;
      this.#used.set(key, (this.#used.get(key) ?? 0n) + minor);
      this.#done.push({ what: `policy ${name} resolved ${txnId}`, key, minor, capMinor: cap / this.#lanes });
    }
    const { code, by, approvedBy, note, reference } = act.resolution ?? NOBODYS;
    if (code !== 'AUTO_POLICY' || by !== `system:policy/${name}` || approvedBy !== null || reference !== null)
      tell(`a policy’s resolution reads ${code} by ${by}`);
    return { code, by, approvedBy, note, reference, seen: seenIn(judgement) };
  }

  /** No policy acted on what is theirs to settle. */
  leave({ txnId, judgement, laneTime }: Matter): void {
    const { autoResolve } = rulesAt(this.#ruleSets(), judgement.firstSeenAt);
    for (const policy of autoResolve) this.#leaveTo(policy, txnId, judgement, laneTime);
  }

  endFlush(tell: Tell): void {
    for (const { what, key, minor, capMinor } of this.#left)
      if (this.#usedToday(key) + minor <= capMinor) tell(what);
    for (const [key, deeds] of Map.groupBy(this.#done, (deed) => deed.key)) this.#checkCaps(key, deeds, tell);
    this.#left.length = 0;
    this.#done.length = 0;
    this.#acted.clear();
  }

  /** I5: what the lane's row says is used up. */
  differences({ autoResolved }: LaneRow): string | undefined {
    const told = Object.entries(autoResolved.minor).filter(([, minor]) => minor !== 0n);
    const found = told.map(([key, minor]) => `${key} ${minor}`).toSorted();
    const wanted = [...this.#used]
      .filter(([, minor]) => minor !== 0n)
      .map(([key, minor]) => `${key} ${minor}`);
    // The day is told with the first that is used up of it.
    const [foundText, wantedText] = [found.join(), wanted.toSorted().join()];
    if (foundText === wantedText && (wanted.length === 0 || autoResolved.day === this.#day)) return undefined;
    return `says its policies have closed ${foundText || 'nothing'} on ${autoResolved.day} instead of ${wantedText || 'nothing'} on ${this.#day}`;
  }

  /** In which order a flush comes to its transactions nobody knows. If there is one that keeps to all caps, then that by rising caps does. */
  #checkCaps(key: string, deeds: readonly Deed[], tell: Tell): void {
    let used = deeds.reduce((before, { minor }) => before - minor, this.#usedToday(key));
    for (const { what, minor, capMinor } of deeds.toSorted((a, b) => Number(a.capMinor - b.capMinor))) {
      used += minor;
      if (used > capMinor) tell(`${what} and has closed ${used} of ${capMinor} a day`);
    }
  }

  #leaveTo(policy: AutoResolveRow, txnId: string, judgement: Judgement, laneTime: number): void {
    const cap = capOf(policy, judgement);
    if (cap === undefined) return;
    this.#turnTo(laneTime);
    this.#left.push({
      what: `policy ${policy.name} left ${txnId}, which fits it`,
      key: `${policy.name} ${judgement.currency}`,
      minor: judgement.atRisk,
      capMinor: cap / this.#lanes,
    });
  }

  #turnTo(laneTime: number): void {
    this.#today = new Date(laneTime).toISOString().slice(0, 10);
  }

  #usedToday(key: string): bigint {
    return this.#day === this.#today ? (this.#used.get(key) ?? 0n) : 0n;
  }
}

const NOBODYS: Omit<Settlement, 'seen'> = {
  code: 'none',
  by: 'nobody',
  approvedBy: null,
  note: '',
  reference: null,
};

/** The day's cap, where the policy's reasons include all of the break's, its currency is named and the item's cap holds. */
function capOf({ reasons, caps }: AutoResolveRow, judgement: Judgement): bigint | undefined {
  const cap = caps.get(judgement.currency);
  if (cap === undefined || judgement.atRisk > cap.itemMinor) return undefined;
  return judgement.reasons.every((reason) => reasons.includes(reason)) ? cap.dayMinor : undefined;
}
