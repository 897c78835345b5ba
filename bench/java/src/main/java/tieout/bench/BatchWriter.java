package tieout.bench;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;
import tieout.bench.Event.Source;

/** Judges a batch and writes it in one transaction: results through a temporary table, raw and audit rows directly. */
final class BatchWriter {
  private static final int PARTITION_COUNT = 6;
  private static final String COLUMNS =
      "partition, txn_id, status, reasons, severity, at_fault, hints, currency, amount_minor, discrepancy_minor, at_risk_minor, channel,"
          + " sources, missing, first_seen_at, deadline_at, updated_at, rule_version, legs, work_state, revision, state, due_at";
  private static final String UPSERT = upsert();
  private static final String RAW =
      "COPY raw_events (source, partition, \"offset\", append_time, event_id, txn_id, event_type, status, outcome, amount_minor, currency,"
          + " event_time, schema_id, payload, ingested_on) FROM STDIN (FORMAT binary)";
  private static final String AUDIT =
      "COPY audit_logs (chain, seq, at, actor, action, txn_id, command_id, detail, prev_hash, hash, logged_on) FROM STDIN (FORMAT binary)";
  private static final String RESULTS = "COPY results_in (" + COLUMNS + ") FROM STDIN (FORMAT binary)";

  /** What a lane has for this batch. */
  record Work(Lane lane, List<ConsumerRecord<byte[], byte[]>> records, Map<String, Transaction> due) {}

  /** One transaction that this batch touched, with its new events; those of a transaction that was not known may turn out to be late. */
  private static final class Touched {
    final Lane lane;
    Transaction transaction;
    final List<Event> fresh = new ArrayList<>(3);
    boolean isNew;

    Touched(Lane lane, Transaction transaction) {
      this.lane = lane;
      this.transaction = transaction;
    }
  }

  private final Decoder decoder = new Decoder();
  private final Json json = new Json();
  private final CopyBuffer raw = new CopyBuffer();
  private final CopyBuffer audit = new CopyBuffer();
  private final CopyBuffer results = new CopyBuffer();
  private Connection connection;
  private CopyManager copy;
  private PreparedStatement upsert;
  private PreparedStatement finish;
  private PreparedStatement load;

  void open() throws SQLException {
    connection = DriverManager.getConnection(Settings.required("JDBC_URL"));
    connection.setAutoCommit(false);
    copy = connection.unwrap(PGConnection.class).getCopyAPI();
    try (var statement = connection.createStatement()) {
      statement.execute("CREATE TEMP TABLE results_in (LIKE reconciliation_results INCLUDING DEFAULTS) ON COMMIT DELETE ROWS");
    }
    connection.commit();
    upsert = connection.prepareStatement(UPSERT);
    finish = connection.prepareStatement(
        "UPDATE lanes SET flush_number = flush_number + 1, core_position = ?, gateway_position = ?, mobile_position = ?, lane_time = ?,"
            + " chain_seq = ?, chain_hash = ?, status_counts = ?::jsonb, core_arrived = ?, gateway_arrived = ?, mobile_arrived = ?,"
            + " updated_at = now() WHERE partition = ? AND epoch = ?");
    load = connection.prepareStatement(
        "SELECT txn_id, state FROM reconciliation_results WHERE partition = ? AND txn_id = ANY (?)");
  }

  void close() throws SQLException {
    connection.close();
  }

  /** Makes this thread the lane's owner, and brings its open transactions. */
  Lane take(int partition) throws SQLException {
    try (var insert = connection.prepareStatement(
        "INSERT INTO lanes (partition, partition_count) VALUES (?, ?) ON CONFLICT (partition) DO NOTHING")) {
      insert.setInt(1, partition);
      insert.setInt(2, PARTITION_COUNT);
      insert.executeUpdate();
    }
    Lane lane;
    try (var taking = connection.prepareStatement(
        "UPDATE lanes SET epoch = epoch + 1 WHERE partition = ? RETURNING epoch, core_position, gateway_position, mobile_position,"
            + " core_arrived, gateway_arrived, mobile_arrived, lane_time, chain_seq, chain_hash")) {
      taking.setInt(1, partition);
      try (ResultSet row = taking.executeQuery()) {
        row.next();
        lane = new Lane(partition, row.getLong(1), new long[] {row.getLong(2), row.getLong(3), row.getLong(4)},
            new long[] {row.getLong(5), row.getLong(6), row.getLong(7)}, row.getTimestamp(8).getTime(), row.getLong(9), row.getBytes(10));
      }
    }
    try (var counts = connection.prepareStatement(
        "SELECT key, value::int FROM lanes, jsonb_each_text(status_counts) WHERE partition = ?")) {
      counts.setInt(1, partition);
      try (ResultSet rows = counts.executeQuery()) {
        while (rows.next()) lane.statusCounts.put(rows.getString(1), rows.getInt(2));
      }
    }
    try (var open = connection.prepareStatement(
        "SELECT txn_id, state FROM reconciliation_results WHERE partition = ? AND due_at IS NOT NULL")) {
      open.setInt(1, partition);
      try (ResultSet rows = open.executeQuery()) {
        while (rows.next()) {
          Transaction transaction = Transaction.unpack(rows.getString(1), rows.getBytes(2));
          lane.known.put(transaction.txnId, transaction);
          lane.watch(transaction, transaction.dueAt);
        }
      }
    }
    connection.commit();
    return lane;
  }

  void write(List<Work> work) throws SQLException {
    boolean isEmpty = true;
    for (Work one : work) isEmpty &= one.records().isEmpty() && one.due().isEmpty();
    if (isEmpty) return;
    long now = System.currentTimeMillis();
    Map<String, Touched> touched = new LinkedHashMap<>();
    raw.begin();
    for (Work one : work) gather(one, touched, now);
    Map<Lane, byte[]> hashes = new HashMap<>();
    Map<Lane, Long> seqs = new HashMap<>();
    for (Work one : work) {
      hashes.put(one.lane(), one.lane().chainHash);
      seqs.put(one.lane(), one.lane().chainSeq);
    }
    int rows = judge(work, touched.values(), now);
    results.send(copy, RESULTS);
    if (upsert.executeUpdate() != rows) {
      // Some were not new: they were closed and forgotten. Read them, and do it again.
      connection.rollback();
      for (Work one : work) {
        one.lane().chainHash = hashes.get(one.lane());
        one.lane().chainSeq = seqs.get(one.lane());
      }
      reload(touched);
      rows = judge(work, touched.values(), now);
      results.send(copy, RESULTS);
      if (upsert.executeUpdate() != rows) throw new SQLException("results changed under their owner");
    }
    raw.send(copy, RAW);
    audit.send(copy, AUDIT);
    settle(touched.values());
    for (Work one : work) finish(one.lane());
    for (int count : finish.executeBatch()) if (count != 1) throw new SQLException("somebody else has taken the lane");
    connection.commit();
  }

  private void gather(Work work, Map<String, Touched> touched, long now) {
    Lane lane = work.lane();
    for (Transaction due : work.due().values()) touched.put(due.txnId, new Touched(lane, due));
    for (ConsumerRecord<byte[], byte[]> record : work.records()) {
      Source source = Settings.sourceOf(record.topic());
      Event event = decoder.decode(source, record);
      Touched one = touched.get(event.txnId());
      if (one == null) {
        Transaction known = lane.known.get(event.txnId());
        one = new Touched(lane, known == null ? new Transaction(event.txnId()) : known);
        one.isNew = known == null;
        touched.put(event.txnId(), one);
      }
      one.fresh.add(event);
      one.transaction.add(event);
      rawRow(event, record.value(), now);
    }
  }

  /** Puts results and audit rows together; returns how many results there are. */
  private int judge(List<Work> work, Iterable<Touched> touched, long now) {
    results.begin();
    audit.begin();
    for (Work one : work) if (!one.records().isEmpty()) flushRow(one, now);
    int rows = 0;
    for (Touched one : touched) {
      Transaction transaction = one.transaction;
      Verdict verdict = transaction.judge(one.lane.laneTime, Settings.SLA_MS);
      boolean changed = !verdict.sameAs(transaction.status, transaction.reasons);
      if (!changed && one.fresh.isEmpty()) continue;
      resultRow(one, verdict, now);
      if (changed) verdictRow(one, verdict, now);
      rows++;
    }
    return rows;
  }

  /** What was written becomes what is known. */
  private void settle(Iterable<Touched> touched) {
    for (Touched one : touched) {
      Transaction transaction = one.transaction;
      Verdict verdict = transaction.judge(one.lane.laneTime, Settings.SLA_MS);
      if (!transaction.status.equals(verdict.status())) {
        if (!transaction.status.isEmpty()) one.lane.statusCounts.merge(transaction.status, -1, Integer::sum);
        one.lane.statusCounts.merge(verdict.status(), 1, Integer::sum);
      }
      boolean changed = !verdict.sameAs(transaction.status, transaction.reasons);
      if (changed || !one.fresh.isEmpty()) transaction.revision++;
      transaction.status = verdict.status();
      transaction.reasons = verdict.reasons();
      transaction.dueAt = verdict.dueAt();
      if (verdict.deadlineAt() <= one.lane.laneTime) one.lane.known.remove(transaction.txnId);
      else if (one.lane.known.put(transaction.txnId, transaction) == null) one.lane.watch(transaction, verdict.deadlineAt());
    }
  }

  private void reload(Map<String, Touched> touched) throws SQLException {
    Map<Lane, List<String>> ids = new HashMap<>();
    for (Touched one : touched.values())
      if (one.isNew) ids.computeIfAbsent(one.lane, lane -> new ArrayList<>()).add(one.transaction.txnId);
    for (Map.Entry<Lane, List<String>> some : ids.entrySet()) {
      load.setInt(1, some.getKey().partition);
      load.setArray(2, connection.createArrayOf("text", some.getValue().toArray()));
      try (ResultSet rows = load.executeQuery()) {
        while (rows.next()) {
          Touched one = touched.get(rows.getString(1));
          one.transaction = Transaction.unpack(rows.getString(1), rows.getBytes(2));
          for (Event event : one.fresh) one.transaction.add(event);
        }
      }
    }
  }

  private void rawRow(Event event, byte[] payload, long now) {
    raw.row(15);
    raw.text(event.source().word);
    raw.int4(event.partition());
    raw.int8(event.offset());
    raw.time(event.appendTime());
    raw.text(event.eventId());
    raw.text(event.txnId());
    raw.text(event.type());
    raw.text(event.status());
    raw.text(event.outcome().name());
    raw.int8(event.amountMinor());
    raw.text(event.currency());
    raw.time(event.eventTime());
    raw.int4(Decoder.schemaId(payload));
    raw.bytea(payload);
    raw.date(now);
  }

  private void resultRow(Touched one, Verdict verdict, long now) {
    Transaction transaction = one.transaction;
    results.row(23);
    results.int4(one.lane.partition);
    results.text(transaction.txnId);
    results.text(verdict.status());
    results.texts(verdict.reasons());
    results.text(verdict.reasons().isEmpty() ? null : "medium");
    results.nothing();
    results.texts(List.of());
    results.text(verdict.currency());
    results.int8(verdict.amountMinor());
    if (verdict.discrepancyMinor() < 0) results.nothing();
    else results.numeric(verdict.discrepancyMinor());
    results.numeric(verdict.atRiskMinor());
    results.text(verdict.channel());
    results.texts(sourcesOf(verdict));
    results.texts(verdict.missing());
    results.time(verdict.firstSeenAt());
    results.time(verdict.deadlineAt());
    results.time(now);
    results.int4(1);
    results.jsonb(json.legs(verdict.legs(), verdict).take());
    results.text("OPEN");
    results.int8(transaction.revision + 1);
    results.bytea(packedAs(transaction, verdict));
    if (verdict.dueAt() < 0) results.nothing();
    else results.time(verdict.dueAt());
  }

  /** As it will be once this batch is written. */
  private static byte[] packedAs(Transaction transaction, Verdict verdict) {
    String status = transaction.status;
    List<String> reasons = transaction.reasons;
    long dueAt = transaction.dueAt;
    transaction.revision++;
    transaction.status = verdict.status();
    transaction.reasons = verdict.reasons();
    transaction.dueAt = verdict.dueAt();
    byte[] packed = transaction.pack();
    transaction.revision--;
    transaction.status = status;
    transaction.reasons = reasons;
    transaction.dueAt = dueAt;
    return packed;
  }

  private void flushRow(Work work, long now) {
    Lane lane = work.lane();
    json.raw("{\"action\":\"FLUSH\",\"actor\":\"system:lane-").raw(lane.partition).raw("\",\"at\":").time(now);
    json.raw(",\"chain\":\"lane-").raw(lane.partition).raw("\",\"lane_time\":").time(lane.laneTime);
    json.raw(",\"records\":").raw(work.records().size()).raw(",\"seq\":").quoted(lane.chainSeq + 1).raw(",\"txn_id\":null}");
    auditRow(lane, "FLUSH", null, json.take(), now);
  }

  private void verdictRow(Touched one, Verdict verdict, long now) {
    Transaction transaction = one.transaction;
    Lane lane = one.lane;
    json.raw("{\"action\":\"VERDICT\",\"actor\":\"system:lane-").raw(lane.partition).raw("\",\"amount_minor\":");
    json.quoted(verdict.amountMinor()).raw(",\"assignee\":null,\"at\":").time(now).raw(",\"at_fault\":null,\"at_risk_minor\":");
    json.quoted(verdict.atRiskMinor()).raw(",\"broken_at\":null,\"chain\":\"lane-").raw(lane.partition).raw("\",\"channel\":");
    json.quoted(verdict.channel()).raw(",\"currency\":").quoted(verdict.currency()).raw(",\"deadline_at\":").time(verdict.deadlineAt());
    json.raw(",\"discrepancy_minor\":");
    if (verdict.discrepancyMinor() < 0) json.raw("null");
    else json.quoted(verdict.discrepancyMinor());
    json.raw(",\"first_seen_at\":").time(verdict.firstSeenAt()).raw(",\"hints\":[],\"late_arrival\":[],\"legs\":");
    json.legs(verdict.legs(), verdict).raw(",\"missing\":").texts(verdict.missing()).raw(",\"partition\":").raw(lane.partition);
    json.raw(",\"previous_reasons\":").texts(transaction.reasons).raw(",\"previous_status\":");
    json.quoted(transaction.status.isEmpty() ? null : transaction.status).raw(",\"reasons\":").texts(verdict.reasons());
    json.raw(",\"resolution\":null,\"revision\":").raw(transaction.revision + 1).raw(",\"rule_version\":1,\"seq\":");
    json.quoted(lane.chainSeq + 1).raw(",\"severity\":").quoted(verdict.reasons().isEmpty() ? null : "medium").raw(",\"sources\":");
    json.texts(sourcesOf(verdict)).raw(",\"status\":").quoted(verdict.status()).raw(",\"txn_id\":").quoted(transaction.txnId);
    json.raw(",\"updated_at\":").time(now).raw(",\"work_state\":\"OPEN\"}");
    auditRow(lane, "VERDICT", transaction.txnId, json.take(), now);
  }

  private void auditRow(Lane lane, String action, String txnId, String detail, long now) {
    byte[] previous = lane.chainHash;
    audit.row(11);
    audit.text("lane-" + lane.partition);
    audit.int8(++lane.chainSeq);
    audit.time(now);
    audit.text("system:lane-" + lane.partition);
    audit.text(action);
    audit.text(txnId);
    audit.nothing();
    audit.text(detail);
    audit.bytea(previous);
    audit.bytea(lane.link(detail));
    audit.date(now);
  }

  private void finish(Lane lane) throws SQLException {
    finish.setLong(1, lane.positions[0]);
    finish.setLong(2, lane.positions[1]);
    finish.setLong(3, lane.positions[2]);
    finish.setTimestamp(4, new Timestamp(lane.laneTime));
    finish.setLong(5, lane.chainSeq);
    finish.setBytes(6, lane.chainHash);
    finish.setString(7, lane.statusCountsJson());
    finish.setLong(8, lane.arrived[0]);
    finish.setLong(9, lane.arrived[1]);
    finish.setLong(10, lane.arrived[2]);
    finish.setInt(11, lane.partition);
    finish.setLong(12, lane.epoch);
    finish.addBatch();
  }

  private static List<String> sourcesOf(Verdict verdict) {
    List<String> sources = new ArrayList<>(3);
    for (Source source : Source.ALL) if (verdict.legs()[source.ordinal()] != null) sources.add(source.word);
    return sources;
  }

  private static String upsert() {
    String[] names = COLUMNS.split(", *");
    List<String> sets = new ArrayList<>();
    for (String name : names) if (!name.equals("partition") && !name.equals("txn_id")) sets.add(name + " = excluded." + name);
    return "INSERT INTO reconciliation_results AS r (" + COLUMNS + ") SELECT " + COLUMNS + " FROM results_in"
        + " ON CONFLICT (partition, txn_id) DO UPDATE SET " + String.join(", ", sets) + " WHERE r.revision = excluded.revision - 1";
  }
}
