package tieout.bench;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import tieout.bench.Event.Source;

/** Partition p of the three topics: what was read of it and not yet written, its open transactions, its chain of audit rows. */
final class Lane {
  final int partition;
  final long epoch;
  /** The next offset to write, by source. */
  final long[] positions;
  final long[] arrived;
  final List<ArrayDeque<ConsumerRecord<byte[], byte[]>>> queues =
      List.of(new ArrayDeque<>(), new ArrayDeque<>(), new ArrayDeque<>());
  /** Read to the end at this time by the machine's clock; 0 while behind. */
  final long[] atEndSince = new long[3];
  final boolean[] paused = new boolean[3];
  /** Kept beyond their last verdict until their deadline has passed, so that a second settlement finds them. */
  final Map<String, Transaction> known = new HashMap<>();
  final TreeMap<Long, List<Transaction>> deadlines = new TreeMap<>();
  final Map<String, Integer> statusCounts = new HashMap<>();
  long laneTime;
  long chainSeq;
  byte[] chainHash;
  private final long[] lastAppend = new long[3];
  private final MessageDigest sha256;

  Lane(int partition, long epoch, long[] positions, long[] arrived, long laneTime, long chainSeq, byte[] chainHash) {
    this.partition = partition;
    this.epoch = epoch;
    this.positions = positions;
    this.arrived = arrived;
    this.laneTime = laneTime;
    this.chainSeq = chainSeq;
    this.chainHash = chainHash;
    try {
      sha256 = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /**
   * Records in step: none later than what is known of every source, so that the events of a transaction meet in one batch. A source that was
   * read to its end holds nobody back.
   */
  List<ConsumerRecord<byte[], byte[]>> take(int limit) {
    long step = Long.MAX_VALUE;
    for (Source source : Source.ALL) {
      ArrayDeque<ConsumerRecord<byte[], byte[]>> queue = queues.get(source.ordinal());
      if (atEndSince[source.ordinal()] > 0) continue;
      step = Math.min(step, queue.isEmpty() ? lastAppend[source.ordinal()] : queue.peekLast().timestamp());
    }
    List<ConsumerRecord<byte[], byte[]>> taken = new ArrayList<>();
    while (taken.size() < limit) {
      int earliest = -1;
      for (int source = 0; source < 3; source++) {
        ConsumerRecord<byte[], byte[]> head = queues.get(source).peekFirst();
        if (head == null || head.timestamp() > step) continue;
        if (earliest < 0 || head.timestamp() < queues.get(earliest).peekFirst().timestamp()) earliest = source;
      }
      if (earliest < 0) break;
      ConsumerRecord<byte[], byte[]> record = queues.get(earliest).pollFirst();
      taken.add(record);
      positions[earliest] = record.offset() + 1;
      arrived[earliest]++;
      lastAppend[earliest] = record.timestamp();
    }
    return taken;
  }

  /** How far the input is known to have been read. */
  void advance() {
    long least = Long.MAX_VALUE;
    for (int source = 0; source < 3; source++) {
      boolean atEnd = atEndSince[source] > 0 && queues.get(source).isEmpty();
      least = Math.min(least, atEnd ? Math.max(atEndSince[source], lastAppend[source] - 1) : lastAppend[source] - 1);
    }
    laneTime = Math.max(laneTime, least - Settings.GRACE_MS);
  }

  /** Those whose deadline has passed; what is closed by then is forgotten. */
  Map<String, Transaction> due() {
    Map<String, Transaction> due = new LinkedHashMap<>();
    for (var first = deadlines.firstEntry(); first != null && first.getKey() <= laneTime; first = deadlines.firstEntry()) {
      for (Transaction transaction : first.getValue()) {
        if (transaction.dueAt >= 0) due.put(transaction.txnId, transaction);
        else known.remove(transaction.txnId);
      }
      deadlines.remove(first.getKey());
    }
    return due;
  }

  void watch(Transaction transaction, long deadlineAt) {
    deadlines.computeIfAbsent(deadlineAt, at -> new ArrayList<>()).add(transaction);
  }

  /** The next link of the chain over this detail. */
  byte[] link(String detail) {
    sha256.update(chainHash);
    chainHash = sha256.digest(detail.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    return chainHash;
  }

  String statusCountsJson() {
    Json json = new Json().raw("{");
    String comma = "";
    for (Map.Entry<String, Integer> one : statusCounts.entrySet()) {
      json.raw(comma).quoted(one.getKey()).raw(":").raw(one.getValue());
      comma = ",";
    }
    return json.raw("}").take();
  }
}
