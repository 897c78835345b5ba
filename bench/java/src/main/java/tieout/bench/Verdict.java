package tieout.bench;

import java.util.List;

/** What is decided of one transaction at one lane time. */
record Verdict(
    String status,
    List<String> reasons,
    Event[] legs,
    long amountMinor,
    String currency,
    String channel,
    /** Largest − smallest compared amount; −1 where none were compared. */
    long discrepancyMinor,
    long atRiskMinor,
    List<String> missing,
    long firstSeenAt,
    long deadlineAt,
    /** The next time at which the verdict could change without an event; −1 where there is none. */
    long dueAt) {

  boolean sameAs(String otherStatus, List<String> otherReasons) {
    return status.equals(otherStatus) && reasons.equals(otherReasons);
  }
}
