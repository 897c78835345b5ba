package tieout.bench;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import tieout.bench.Event.Outcome;
import tieout.bench.Event.Source;

/** The events of one transaction, and what was last said of it. */
final class Transaction {
  static final long WINDOW_MS = 300_000;
  private static final long FX_BAND_MINOR = 100;
  private static final int PENDING_SLAS = 15;
  private static final String[] MISSING = {"MISSING_CORE", "MISSING_GATEWAY", "MISSING_MOBILE"};

  final String txnId;
  final List<Event> events = new ArrayList<>(4);
  int revision;
  String status = "";
  List<String> reasons = List.of();
  long dueAt = -1;

  Transaction(String txnId) {
    this.txnId = txnId;
  }

  /** False for a redelivery. */
  boolean add(Event event) {
    for (Event known : events) if (event.isRedeliveryOf(known)) return false;
    events.add(event);
    return true;
  }

  Verdict judge(long laneTime, long slaMs) {
    Event[] legs = new Event[3];
    int[] settlements = new int[3];
    long firstSeenAt = Long.MAX_VALUE;
    long movedAt = Long.MAX_VALUE;
    for (Event event : events) {
      int source = event.source().ordinal();
      if (legs[source] == null || rank(event) > rank(legs[source])) legs[source] = event;
      if (event.outcome() == Outcome.SUCCESS) settlements[source]++;
      firstSeenAt = Math.min(firstSeenAt, event.appendTime());
      if (event.outcome() == Outcome.SUCCESS || event.outcome() == Outcome.REVERSED)
        movedAt = Math.min(movedAt, event.appendTime());
    }
    boolean moved = movedAt != Long.MAX_VALUE;
    long deadlineAt = moved ? movedAt + slaMs : firstSeenAt + PENDING_SLAS * slaMs;
    boolean overdue = deadlineAt <= laneTime;
    String channel = channelOf(legs);
    boolean[] expected = expected(channel, moved);
    List<String> missing = new ArrayList<>(0);
    int spoken = 0;
    int fin = 0;
    boolean awaited = false;
    for (Source source : Source.ALL) {
      Event leg = legs[source.ordinal()];
      if (leg != null) {
        spoken++;
        if (leg.isFinal()) fin++;
        else awaited |= source != Source.MOBILE || !overdue;
      } else if (expected[source.ordinal()]) {
        missing.add(source.word);
        awaited = true;
      }
    }
    List<String> found = new ArrayList<>(0);
    long discrepancy = -1;
    if (spoken >= 2 || overdue) {
      if (standsAgainst(legs)) found.add("STATUS_MISMATCH");
      long least = Long.MAX_VALUE;
      long most = Long.MIN_VALUE;
      int compared = 0;
      String currency = null;
      boolean currenciesDiffer = false;
      for (Event leg : legs) {
        if (leg == null || leg.outcome() != Outcome.SUCCESS) continue;
        if (currency != null && !currency.equals(leg.currency())) currenciesDiffer = true;
        currency = leg.currency();
        least = Math.min(least, leg.amountMinor());
        most = Math.max(most, leg.amountMinor());
        compared++;
      }
      if (currenciesDiffer) found.add("CURRENCY_MISMATCH");
      else if (compared > 1) {
        discrepancy = most - least;
        if (discrepancy > FX_BAND_MINOR) found.add("AMOUNT_MISMATCH");
        else if (discrepancy > 0) found.add("FX_ADJUSTMENT");
      }
      Event core = legs[0];
      Event gateway = legs[1];
      if (core != null && gateway != null && core.outcome() == Outcome.SUCCESS && gateway.outcome() == Outcome.SUCCESS
          && Math.abs(core.eventTime() - gateway.eventTime()) > WINDOW_MS) found.add("TIMESTAMP_MISMATCH");
      if (overdue && moved)
        for (Source source : Source.ALL)
          if (legs[source.ordinal()] == null && expected[source.ordinal()]) found.add(MISSING[source.ordinal()]);
      if (overdue && ((core != null && !core.isFinal()) || (gateway != null && !gateway.isFinal())))
        found.add("STUCK_PENDING");
      if (settlements[0] > 1 || settlements[1] > 1) found.add("DUPLICATE_EVENT");
    }
    String now = !found.isEmpty() ? "MISMATCHED"
        : !overdue && fin < 2 ? "PENDING"
        : fin < 2 && !awaited ? "CLOSED"
        : awaited ? "PARTIAL"
        : "MATCHED";
    Event first = legs[0] != null ? legs[0] : legs[1] != null ? legs[1] : legs[2];
    long atRisk = found.isEmpty() ? 0 : discrepancy > 0 ? discrepancy : first.amountMinor();
    return new Verdict(now, found, legs, first.amountMinor(), first.currency(), channel, discrepancy, atRisk, missing,
        firstSeenAt, deadlineAt, !overdue && awaited ? deadlineAt : -1);
  }

  /** Successes and reversals above failures, finals above pending ones, later above earlier. */
  private static long rank(Event event) {
    long kind = switch (event.outcome()) {
      case PENDING -> 0;
      case FAILED -> 1;
      case REVERSED, SUCCESS -> 2;
    };
    return (kind << 56) + event.eventTime();
  }

  private static boolean standsAgainst(Event[] legs) {
    boolean stands = false;
    boolean fell = false;
    for (Event leg : legs) {
      if (leg == null || !leg.isFinal()) continue;
      if (leg.outcome() == Outcome.SUCCESS) stands = true;
      else fell = true;
    }
    return stands && fell;
  }

  private static String channelOf(Event[] legs) {
    if (legs[0] != null) return legs[0].channel();
    return legs[1] != null ? legs[1].channel() : "MOBILE";
  }

  private static boolean[] expected(String channel, boolean moved) {
    if (!moved) return new boolean[] {false, false, false};
    return switch (channel) {
      case "MOBILE" -> new boolean[] {true, true, true};
      case "BRANCH" -> new boolean[] {true, false, false};
      default -> new boolean[] {true, true, false};
    };
  }

  byte[] pack() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(320);
    try (DataOutputStream to = new DataOutputStream(bytes)) {
      to.writeInt(revision);
      to.writeUTF(status);
      to.writeUTF(String.join(",", reasons));
      to.writeLong(dueAt);
      to.writeShort(events.size());
      for (Event event : events) event.write(to);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return bytes.toByteArray();
  }

  static Transaction unpack(String txnId, byte[] packed) {
    try (DataInputStream from = new DataInputStream(new ByteArrayInputStream(packed))) {
      Transaction transaction = new Transaction(txnId);
      transaction.revision = from.readInt();
      transaction.status = from.readUTF();
      String reasons = from.readUTF();
      transaction.reasons = reasons.isEmpty() ? List.of() : List.of(reasons.split(","));
      transaction.dueAt = from.readLong();
      for (int left = from.readShort(); left > 0; left--) transaction.events.add(Event.read(txnId, from));
      return transaction;
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }
}
