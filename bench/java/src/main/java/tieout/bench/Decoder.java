package tieout.bench;

import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import tieout.bench.Event.Outcome;
import tieout.bench.Event.Source;

/**
 * Reads Avro in Confluent's framing, by hand and in the order of the schema's fields: no generated class or generic record is as fast. One
 * instance a thread.
 */
final class Decoder {
  private static final String[] STATUSES = {"SUCCESS", "FAILED", "PENDING", "REVERSED"};
  private static final String[] CHANNELS = {"MOBILE", "WEB", "POS", "ATM", "BRANCH"};
  private static final String[] DIRECTIONS = {"DEBIT", "CREDIT"};
  private static final String[] RAILS = {"CARD", "UPI", "WALLET", "NETBANKING"};
  private static final String[] CORE_TYPES = {"LEDGER_POSTED", "LEDGER_REVERSED", "LEDGER_REJECTED"};
  private static final String[] GATEWAY_TYPES = {
    "PAYMENT_AUTHORIZED", "PAYMENT_CAPTURED", "PAYMENT_FAILED", "PAYMENT_REFUNDED"
  };
  private static final String[] MOBILE_TYPES = {"PAYMENT_INITIATED", "PAYMENT_CONFIRMED", "PAYMENT_FAILED"};

  private byte[] bytes = new byte[0];
  private int at;

  static int schemaId(byte[] value) {
    return (value[1] & 0xff) << 24 | (value[2] & 0xff) << 16 | (value[3] & 0xff) << 8 | (value[4] & 0xff);
  }

  Event decode(Source source, ConsumerRecord<?, byte[]> record) {
    return decode(source, record.value(), record.timestamp(), record.partition(), record.offset());
  }

  Event decode(Source source, byte[] value, long appendTime, int partition, long offset) {
    bytes = value;
    at = 5;
    String eventId = text();
    String txnId = text();
    return switch (source) {
      case CORE -> {
        String type = CORE_TYPES[(int) number()];
        String status = STATUSES[(int) number()];
        long amount = number();
        String currency = text();
        String channel = CHANNELS[(int) number()];
        String direction = DIRECTIONS[(int) number()];
        String reference = text();
        long time = number();
        yield new Event(source, eventId, txnId, type, status, Outcome.of(type, status), amount, currency, channel,
            direction, null, reference, null, -1, time, appendTime, partition, offset);
      }
      case GATEWAY -> {
        String type = GATEWAY_TYPES[(int) number()];
        String status = STATUSES[(int) number()];
        long amount = number();
        long fee = number();
        String currency = text();
        String channel = CHANNELS[(int) number()];
        String rail = RAILS[(int) number()];
        String reference = text();
        if (number() == 1) skipText();
        long time = number();
        yield new Event(source, eventId, txnId, type, status, Outcome.of(type, status), amount, currency, channel,
            null, rail, reference, null, fee, time, appendTime, partition, offset);
      }
      case MOBILE -> {
        String type = MOBILE_TYPES[(int) number()];
        String status = STATUSES[(int) number()];
        long amount = minor(text());
        String currency = text();
        String clientTime = text();
        String device = text();
        long time = OffsetDateTime.parse(clientTime).toInstant().toEpochMilli();
        yield new Event(source, eventId, txnId, type, status, Outcome.of(type, status), amount, currency, null,
            null, null, device, clientTime, -1, time, appendTime, partition, offset);
      }
    };
  }

  private long number() {
    long raw = 0;
    for (int shift = 0; ; shift += 7) {
      byte next = bytes[at++];
      raw |= (long) (next & 0x7f) << shift;
      if (next >= 0) return (raw >>> 1) ^ -(raw & 1);
    }
  }

  private String text() {
    int length = (int) number();
    // All of it is ASCII in practice, which the JDK then copies as it is.
    String text = new String(bytes, at, length, StandardCharsets.UTF_8);
    at += length;
    return text;
  }

  private void skipText() {
    int length = (int) number();
    at += length;
  }

  /** "100.5" of a currency with two digits is 10050. The data set has no other currency. */
  private static long minor(String major) {
    int point = major.indexOf('.');
    if (point < 0) return Long.parseLong(major) * 100;
    String digits = (major.substring(point + 1) + "00").substring(0, 2);
    return Long.parseLong(major.substring(0, point)) * 100 + Long.parseLong(digits);
  }
}
