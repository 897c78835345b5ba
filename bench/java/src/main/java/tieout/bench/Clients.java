package tieout.bench;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KafkaClientSupplier;
import tieout.bench.Event.Source;

/**
 * The clients Kafka Streams would make by itself, kept in hand: only the consumer knows whether a partition was read to its end, and without that a
 * pause in a backlog looks like silence.
 */
final class Clients implements KafkaClientSupplier {
  private final Map<String, Consumer<byte[], byte[]>> consumers = new ConcurrentHashMap<>();

  /** Whether the three topics were read to the end of this partition. To be asked by the stream thread that reads it. */
  boolean isAtEnd(int partition) {
    Consumer<byte[], byte[]> consumer = consumers.get(Thread.currentThread().getName() + "-consumer");
    if (consumer == null) return false;
    for (Source source : Source.ALL)
      if (consumer.currentLag(new TopicPartition(Settings.topic(source), partition)).orElse(1) > 0) return false;
    return true;
  }

  @Override
  public Consumer<byte[], byte[]> getConsumer(Map<String, Object> settings) {
    Consumer<byte[], byte[]> consumer = consumerOf(settings);
    consumers.put(String.valueOf(settings.get(ConsumerConfig.CLIENT_ID_CONFIG)), consumer);
    return consumer;
  }

  @Override
  public Consumer<byte[], byte[]> getRestoreConsumer(Map<String, Object> settings) {
    return consumerOf(settings);
  }

  @Override
  public Consumer<byte[], byte[]> getGlobalConsumer(Map<String, Object> settings) {
    return consumerOf(settings);
  }

  @Override
  public Producer<byte[], byte[]> getProducer(Map<String, Object> settings) {
    return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
  }

  @Override
  public Admin getAdmin(Map<String, Object> settings) {
    return Admin.create(settings);
  }

  private static Consumer<byte[], byte[]> consumerOf(Map<String, Object> settings) {
    return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }
}
