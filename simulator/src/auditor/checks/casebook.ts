import { outcomeOf } from '../contract/actions.ts';
import type { Judgement } from '../contract/judgement.ts';
import { rulesAt } from '../contract/versions.ts';
import { type Case, nextChange, type Standing, standingOf, UNTOUCHED } from '../contract/work.ts';
import type { AuditRow, CommandRow, RuleSetRow } from '../evidence.ts';
import { actOf, type ChangeRow, detailOf } from '../read-audit.ts';
import { actDifferences, settlementMeant } from './acts.ts';
import { Policies } from './policies.ts';
import { differences } from './verdicts.ts';

/** A transaction in one flush, as a row of that flush is about it. */
export interface Matter {
  readonly txnId: string;
  readonly judgement: Judgement;
  readonly laneTime: number;
  readonly judgedAt: (laneTime: number) => Judgement | null;
  /** The verdict people had been shown before this flush. */
  readonly shown: ChangeRow | undefined;
}

export type Tell = (what: string) => void;

/**
 * I8: what people and policies have done with a lane's transactions. Each action is held against what the contract makes of it, from what was asked and how
 * things stood, not from what the row says.
 */
export class Casebook {
  readonly #cases = new Map<string, Case>();
  readonly #commands: () => ReadonlyMap<string, CommandRow>;
  readonly #ruleSets: () => readonly RuleSetRow[];
  readonly #policies: Policies;
  /** Of this flush: whose verdict has changed so far, and whose by events or time alone. */
  readonly #changed = new Map<string, boolean>();
  readonly #moved = new Map<string, boolean>();
  readonly #lastAsked = new Map<string, CommandRow>();

  constructor(
    lanes: number,
    commands: () => ReadonlyMap<string, CommandRow>,
    ruleSets: () => readonly RuleSetRow[],
  ) {
    this.#commands = commands;
    this.#ruleSets = ruleSets;
    this.#policies = new Policies(lanes, ruleSets);
  }

  get policies(): Policies {
    return this.#policies;
  }

  caseOf(txnId: string): Case {
    return this.#cases.get(txnId) ?? UNTOUCHED;
  }

  /** All rows of a flush have been seen. */
  endFlush(tell: Tell): void {
    this.#policies.endFlush(tell);
    this.#changed.clear();
    this.#moved.clear();
  }

  /** RESOLVE, APPROVE, … and REFUSED. */
  add(row: AuditRow, matter: Matter | null, tell: Tell): void {
    if (row.commandId === null && row.actor.startsWith('system:policy/')) {
      if (matter === null) tell('a policy acted on nothing');
      else this.#addPolicy(row, matter, tell);
      return;
    }
    const command = this.#commands().get(row.commandId ?? '');
    if (command === undefined) return tell('is about a command that nobody asked for');
    if (row.txnId !== command.txnId && row.txnId !== null)
      tell('is about another transaction than was asked for');
    if (row.actor !== command.actor) tell(`names ${row.actor}, it was ${command.actor}`);
    const code = row.action === 'REFUSED' ? String(detailOf(row)['code']) : null;
    if (command.nonsense !== null && code === command.nonsense) return;
    if (matter === null) {
      if (code !== 'TXN_NOT_FOUND') tell(`came to ${code ?? row.action} instead of TXN_NOT_FOUND`);
      return;
    }
    this.#inTurn(command, matter, tell);
    this.#hear(row, command, code, matter, tell);
  }

  /** How the transaction must read, with whatever was done to it. */
  standing({ txnId, judgement }: Pick<Matter, 'txnId' | 'judgement'>): Standing {
    return standingOf(judgement, this.caseOf(txnId));
  }

  /** The VERDICT row that closes what a flush did to a transaction: where no policy acted, none could. */
  close(matter: Matter): void {
    if (!this.#hasMoved(matter) || this.#policies.hasActed(matter.txnId)) return;
    const known = this.caseOf(matter.txnId);
    if (this.#mayPolicyAct(matter, known)) this.#policies.leave(matter);
  }

  #hear(row: AuditRow, command: CommandRow, code: string | null, matter: Matter, tell: Tell): void {
    const { txnId, judgement, laneTime, shown } = matter;
    const known = this.caseOf(txnId);
    const before = standingOf(judgement, known);
    const stale =
      shown !== undefined && Number(command.fields['revision'] ?? shown.revision) < shown.revision;
    const wanted = outcomeOf(command, {
      judgement,
      known,
      changed: stale || this.#hasChanged(matter),
      limits: rulesAt(this.#ruleSets(), laneTime),
    });
    if ('codes' in wanted) {
      if (code === null) tell(`was done and had to be refused with ${wanted.codes.join(' or ')}`);
      else if (!wanted.codes.includes(code))
        tell(`was refused with ${code} instead of ${wanted.codes.join(' or ')}`);
      return;
    }
    if (code !== null) return tell(`was refused with ${code} and had to be done`);
    if (row.action !== command.verb.toUpperCase())
      tell(`is a ${row.action} and ${command.verb} was asked for`);
    this.#cases.set(txnId, wanted.after);
    const after = standingOf(judgement, wanted.after);
    if (after.status !== before.status) this.#changed.set(txnId, true);
    const meant = settlementMeant(command, known, wanted.after);
    for (const problem of actDifferences(actOf(row), judgement, known, wanted.after, meant)) tell(problem);
    const note = command.fields['note'];
    if (actOf(row).note !== (typeof note === 'string' ? note.trim() : null))
      tell('has another note than was given');
  }

  #addPolicy(row: AuditRow, matter: Matter, tell: Tell): void {
    const { txnId, judgement } = matter;
    const known = this.caseOf(txnId);
    const name = row.actor.slice('system:policy/'.length);
    const act = actOf(row);
    if (row.action !== 'RESOLVE') tell(`a policy did ${row.action}`);
    if (!this.#hasMoved(matter)) tell('a policy acted although nothing had changed');
    if (!this.#mayPolicyAct(matter, known)) tell('a policy acted on what was not its to settle');
    const made = this.#policies.act(name, matter, act, tell);
    const after = { ...known, resolution: made };
    this.#cases.set(txnId, after);
    for (const problem of actDifferences(act, judgement, known, after, made)) tell(problem);
  }

  /** A break that no deadline ahead can change, and that no person has taken up. */
  #mayPolicyAct({ judgement, laneTime, judgedAt }: Matter, known: Case): boolean {
    const { resolution, assignee, proposal, reopened } = known;
    if (standingOf(judgement, known).status !== 'MISMATCHED') return false;
    if (nextChange(judgement, laneTime, known, judgedAt) !== null) return false;
    const byPerson = resolution !== null && resolution.code !== 'AUTO_POLICY';
    return !byPerson && assignee === null && proposal === null && !reopened;
  }

  /** By events or time alone, before anybody's action in this flush. */
  #hasMoved(matter: Matter): boolean {
    const { txnId, judgement, shown } = matter;
    const known = this.#moved.get(txnId);
    if (known !== undefined) return known;
    const { status } = this.standing(matter);
    const { workState } = shown ?? { workState: '' };
    const moved = shown === undefined || differences(judgement, { status, workState }, shown).length > 0;
    this.#moved.set(txnId, moved);
    return moved;
  }

  #hasChanged(matter: Matter): boolean {
    return this.#hasMoved(matter) || this.#changed.get(matter.txnId) === true;
  }

  #inTurn(command: CommandRow, { txnId }: Matter, tell: Tell): void {
    const last = this.#lastAsked.get(txnId);
    this.#lastAsked.set(txnId, command);
    if (last === undefined) return;
    const isLater =
      command.requestedAt > last.requestedAt ||
      (command.requestedAt === last.requestedAt && command.id > last.id);
    if (!isLater)
      tell(`was done after ${last.id}, which was asked for ${last.id === command.id ? 'once' : 'later'}`);
  }
}
