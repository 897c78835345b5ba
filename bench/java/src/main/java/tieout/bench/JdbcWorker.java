package tieout.bench;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.RangeAssignor;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import tieout.bench.Event.Source;

/** One thread: reads its lanes, and writes a batch whenever the last one has been written and something waits. */
final class JdbcWorker implements ConsumerRebalanceListener {
  /** Larger batches upsert less often a transaction; beyond this they cost memory and give nothing more. */
  private static final int BATCH_RECORDS = 16_000;
  private static final int QUEUE_RECORDS = 12_000;
  /** In a backlog a fuller batch is waited for this long: a few polls. */
  private static final long FILL_MS = 200;

  private final AtomicBoolean stopped;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final BatchWriter writer;
  private final TreeMap<Integer, Lane> lanes = new TreeMap<>();
  private final TreeMap<Integer, Lane> gained = new TreeMap<>();

  JdbcWorker(AtomicBoolean stopped) {
    this.stopped = stopped;
    Properties settings = Settings.kafka();
    settings.put(ConsumerConfig.GROUP_ID_CONFIG, Settings.required("KAFKA_CLIENT_GROUP"));
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
    // The same number of partitions each: a range gives partition p of every topic to the same thread.
    settings.put(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, RangeAssignor.class.getName());
    settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, BATCH_RECORDS);
    // Every answer holds something of every partition, so that the sources stay in step.
    settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 512 * 1024);
    settings.put(ConsumerConfig.RECEIVE_BUFFER_CONFIG, 1 << 20);
    consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    writer = new BatchWriter();
  }

  void run() {
    List<String> topics = new ArrayList<>();
    for (Source source : Source.ALL) topics.add(Settings.topic(source));
    consumer.subscribe(topics, this);
    try (consumer) {
      writer.open();
      while (!stopped.get()) step();
      writer.close();
    } catch (SQLException broken) {
      throw new IllegalStateException(broken);
    }
  }

  private void step() throws SQLException {
    long until = System.nanoTime() + FILL_MS * 1_000_000;
    long askedAt = System.currentTimeMillis();
    accept(consumer.poll(Duration.ofMillis(100)));
    while (behind() && queued() < BATCH_RECORDS && System.nanoTime() < until && !stopped.get())
      accept(consumer.poll(Duration.ofMillis(10)));
    for (Lane lane : lanes.values()) lookForEnd(lane, askedAt);
    int share = Math.max(1, BATCH_RECORDS / Math.max(1, lanes.size()));
    List<BatchWriter.Work> work = new ArrayList<>();
    for (Lane lane : lanes.values()) {
      List<ConsumerRecord<byte[], byte[]>> records = lane.take(share);
      lane.advance();
      work.add(new BatchWriter.Work(lane, records, lane.due()));
    }
    writer.write(work);
    for (Lane lane : lanes.values()) steer(lane);
  }

  private void accept(ConsumerRecords<byte[], byte[]> records) {
    for (ConsumerRecord<byte[], byte[]> record : records) {
      Lane lane = lanes.get(record.partition());
      if (lane != null) lane.queues.get(Settings.sourceOf(record.topic()).ordinal()).add(record);
    }
  }

  private boolean behind() {
    for (Lane lane : lanes.values())
      for (Source source : Source.ALL)
        if (!lane.paused[source.ordinal()] && !isAtEnd(lane, source)) return true;
    return false;
  }

  private int queued() {
    int sum = 0;
    for (Lane lane : lanes.values()) for (var queue : lane.queues) sum += queue.size();
    return sum;
  }

  private void lookForEnd(Lane lane, long askedAt) {
    for (Source source : Source.ALL) lane.atEndSince[source.ordinal()] = isAtEnd(lane, source) ? askedAt : 0;
  }

  private boolean isAtEnd(Lane lane, Source source) {
    if (lane.paused[source.ordinal()]) return false;
    OptionalLong lag = consumer.currentLag(new TopicPartition(Settings.topic(source), lane.partition));
    return lag.isPresent() && lag.getAsLong() == 0;
  }

  private void steer(Lane lane) {
    for (Source source : Source.ALL) {
      int at = source.ordinal();
      int waiting = lane.queues.get(at).size();
      List<TopicPartition> partition = List.of(new TopicPartition(Settings.topic(source), lane.partition));
      if (!lane.paused[at] && waiting > QUEUE_RECORDS) {
        consumer.pause(partition);
        lane.paused[at] = true;
      } else if (lane.paused[at] && waiting < QUEUE_RECORDS / 2) {
        consumer.resume(partition);
        lane.paused[at] = false;
      }
    }
  }

  @Override
  public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
    gained.clear();
    for (TopicPartition partition : partitions)
      gained.computeIfAbsent(partition.partition(), this::take);
    lanes.putAll(gained);
    for (TopicPartition partition : partitions) {
      Lane lane = lanes.get(partition.partition());
      consumer.seek(partition, lane.positions[Settings.sourceOf(partition.topic()).ordinal()]);
    }
  }

  @Override
  public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
    for (TopicPartition partition : partitions) lanes.remove(partition.partition());
  }

  private Lane take(int partition) {
    try {
      return writer.take(partition);
    } catch (SQLException broken) {
      throw new IllegalStateException(broken);
    }
  }
}
