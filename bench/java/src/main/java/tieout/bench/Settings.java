package tieout.bench;

import java.util.Properties;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.config.SslConfigs;
import tieout.bench.Event.Source;

/** What a peer is told, by its environment. */
final class Settings {
  static final int THREADS = 2;
  static final long SLA_MS = Long.parseLong(required("SLA_MS"));
  static final long GRACE_MS = 2_000;

  private static final String[] TOPICS = {
    required("KAFKA_TOPIC_PREFIX") + "core_txns",
    required("KAFKA_TOPIC_PREFIX") + "gateway_txns",
    required("KAFKA_TOPIC_PREFIX") + "mobile_txns"
  };

  private Settings() {}

  static String topic(Source source) {
    return TOPICS[source.ordinal()];
  }

  static Source sourceOf(String topic) {
    for (Source source : Source.ALL) if (topic.equals(topic(source))) return source;
    throw new IllegalArgumentException(topic);
  }

  /** TLS and SCRAM-SHA-512, as everybody else speaks to this broker. */
  static Properties kafka() {
    Properties all = new Properties();
    all.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, required("KAFKA_BROKERS"));
    all.put(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG, "SASL_SSL");
    all.put(SslConfigs.SSL_TRUSTSTORE_TYPE_CONFIG, "PEM");
    all.put(SslConfigs.SSL_TRUSTSTORE_LOCATION_CONFIG, required("KAFKA_CA_FILE"));
    all.put(SaslConfigs.SASL_MECHANISM, "SCRAM-SHA-512");
    all.put(
        SaslConfigs.SASL_JAAS_CONFIG,
        "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"" + required("KAFKA_USERNAME")
            + "\" password=\"" + required("KAFKA_PASSWORD") + "\";");
    return all;
  }

  static String required(String name) {
    String value = System.getenv(name);
    if (value == null) throw new IllegalArgumentException(name + " is not set");
    return value;
  }
}
