package tieout.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;

/**
 * Kafka Streams as its authors would have it: three topics into one processor with a state store, each change of a verdict to a topic, exactly once
 * (EOS-v2). The store is in memory with its changelog in Kafka, which is faster than RocksDB.
 */
public final class StreamsPeer {
  private static final String STORE = "transactions";

  private StreamsPeer() {}

  /** Runs until it is asked to end. */
  public static void main(String[] args) {
    Properties settings = Settings.kafka();
    settings.put(StreamsConfig.APPLICATION_ID_CONFIG, Settings.required("KAFKA_CLIENT_GROUP"));
    settings.put(StreamsConfig.STATE_DIR_CONFIG, Settings.required("STATE_DIR"));
    settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    settings.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, Settings.THREADS);
    settings.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, 1);
    settings.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, Integer.parseInt(Settings.required("COMMIT_INTERVAL_MS")));
    settings.put(StreamsConfig.consumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
    settings.put(StreamsConfig.consumerPrefix(ConsumerConfig.MAX_POLL_RECORDS_CONFIG), 5_000);
    settings.put(StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG), 20);
    settings.put(StreamsConfig.producerPrefix(ProducerConfig.BATCH_SIZE_CONFIG), 256 * 1024);
    Clients clients = new Clients();
    KafkaStreams streams = new KafkaStreams(topology(clients), settings, clients);
    streams.setUncaughtExceptionHandler(
        error -> {
          error.printStackTrace();
          return StreamThreadExceptionResponse.SHUTDOWN_APPLICATION;
        });
    Runtime.getRuntime().addShutdownHook(new Thread(() -> streams.close(Duration.ofSeconds(10))));
    streams.start();
  }

  private static Topology topology(Clients clients) {
    Topology topology = new Topology();
    var strings = Serdes.String();
    var bytes = Serdes.ByteArray();
    List<String> sources = new ArrayList<>();
    for (Event.Source source : Event.Source.ALL) {
      topology.addSource(source.word, strings.deserializer(), bytes.deserializer(), Settings.topic(source));
      sources.add(source.word);
    }
    topology.addProcessor("judge", () -> new Judge(clients), sources.toArray(String[]::new));
    topology.addStateStore(
        Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(STORE), strings, bytes).withLoggingEnabled(Map.of()), "judge");
    topology.addSink("verdicts", Settings.required("VERDICT_TOPIC"), strings.serializer(), strings.serializer(), "judge");
    return topology;
  }

  private static final class Judge implements Processor<String, byte[], String, String> {
    private static final Duration LOOK_EVERY = Duration.ofMillis(500);

    private final Decoder decoder = new Decoder();
    /** By deadline: what has to be judged again, or may be forgotten. Made again from the store after a restart. */
    private final TreeMap<Long, List<String>> deadlines = new TreeMap<>();
    private ProcessorContext<String, String> context;
    private KeyValueStore<String, byte[]> store;
    private final Clients clients;
    private long readSinceLook;

    Judge(Clients clients) {
      this.clients = clients;
    }

    @Override
    public void init(ProcessorContext<String, String> made) {
      context = made;
      store = made.getStateStore(STORE);
      try (KeyValueIterator<String, byte[]> all = store.all()) {
        while (all.hasNext()) {
          KeyValue<String, byte[]> one = all.next();
          Transaction transaction = Transaction.unpack(one.key, one.value);
          watch(one.key, transaction.judge(0, Settings.SLA_MS).deadlineAt());
        }
      }
      made.schedule(LOOK_EVERY, PunctuationType.STREAM_TIME, this::look);
      // Stream time stands still at the end of the log: there the clock on the wall must do.
      made.schedule(LOOK_EVERY, PunctuationType.WALL_CLOCK_TIME, this::lookAtRest);
    }

    @Override
    public void process(Record<String, byte[]> record) {
      readSinceLook++;
      RecordMetadata where = context.recordMetadata().orElseThrow();
      Event event =
          decoder.decode(
              Settings.sourceOf(where.topic()), record.value(), record.timestamp(), where.partition(), where.offset());
      byte[] packed = store.get(record.key());
      Transaction transaction = packed == null ? new Transaction(record.key()) : Transaction.unpack(record.key(), packed);
      if (!transaction.add(event)) return;
      Verdict verdict = tell(transaction, context.currentStreamTimeMs() - Settings.GRACE_MS, record.timestamp());
      if (packed == null) watch(record.key(), verdict.deadlineAt());
      store.put(record.key(), transaction.pack());
    }

    private void lookAtRest(long now) {
      boolean atRest = readSinceLook == 0 && clients.isAtEnd(context.taskId().partition());
      readSinceLook = 0;
      if (atRest) look(now);
    }

    private void look(long now) {
      long time = now - Settings.GRACE_MS;
      for (var first = deadlines.firstEntry(); first != null && first.getKey() <= time; first = deadlines.firstEntry()) {
        for (String txnId : first.getValue()) {
          byte[] packed = store.get(txnId);
          if (packed != null) tell(Transaction.unpack(txnId, packed), time, now);
        }
        for (String txnId : first.getValue()) store.delete(txnId);
        deadlines.remove(first.getKey());
      }
    }

    /** Forwards the verdict where it is another one than before. */
    private Verdict tell(Transaction transaction, long time, long timestamp) {
      Verdict verdict = transaction.judge(time, Settings.SLA_MS);
      if (!verdict.sameAs(transaction.status, transaction.reasons)) {
        transaction.status = verdict.status();
        transaction.reasons = verdict.reasons();
        transaction.revision++;
        String outcome =
            verdict.status() + '|' + String.join(",", verdict.reasons()) + '|' + verdict.amountMinor() + '|' + verdict.currency()
                + '|' + verdict.discrepancyMinor() + '|' + verdict.channel() + '|' + transaction.revision;
        context.forward(new Record<>(transaction.txnId, outcome, timestamp));
      }
      transaction.dueAt = verdict.dueAt();
      return verdict;
    }

    private void watch(String txnId, long deadlineAt) {
      deadlines.computeIfAbsent(deadlineAt, at -> new ArrayList<>()).add(txnId);
    }
  }
}
