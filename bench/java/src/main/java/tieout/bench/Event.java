package tieout.bench;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** One accepted record, whatever its source. Times in ms, money in minor units. */
record Event(
    Source source,
    String eventId,
    String txnId,
    String type,
    String status,
    Outcome outcome,
    long amountMinor,
    String currency,
    String channel,
    String direction,
    String rail,
    String reference,
    String clientTime,
    long feeMinor,
    long eventTime,
    long appendTime,
    int partition,
    long offset) {

  enum Source {
    CORE,
    GATEWAY,
    MOBILE;

    final String word = name().toLowerCase(java.util.Locale.ROOT);

    static final Source[] ALL = values();
  }

  enum Outcome {
    PENDING,
    FAILED,
    REVERSED,
    SUCCESS;

    static final Outcome[] ALL = values();

    static Outcome of(String type, String status) {
      boolean first = type.equals("PAYMENT_AUTHORIZED") || type.equals("PAYMENT_INITIATED");
      if (status.equals("PENDING") || (first && status.equals("SUCCESS"))) return PENDING;
      if (status.equals("FAILED") || type.endsWith("FAILED") || type.endsWith("REJECTED")) return FAILED;
      if (first && status.equals("REVERSED")) return FAILED;
      if (status.equals("REVERSED") || type.endsWith("REFUNDED") || type.endsWith("REVERSED")) return REVERSED;
      return SUCCESS;
    }
  }

  /** The same id with other content is another matter; these peers know redeliveries only. */
  boolean isRedeliveryOf(Event other) {
    return source == other.source && eventId.equals(other.eventId);
  }

  boolean isFinal() {
    return outcome != Outcome.PENDING;
  }

  void write(DataOutput to) throws IOException {
    to.writeByte(source.ordinal());
    to.writeUTF(eventId);
    to.writeUTF(type);
    to.writeUTF(status);
    to.writeByte(outcome.ordinal());
    to.writeLong(amountMinor);
    to.writeUTF(currency);
    writeOptional(to, channel);
    writeOptional(to, direction);
    writeOptional(to, rail);
    writeOptional(to, reference);
    writeOptional(to, clientTime);
    to.writeLong(feeMinor);
    to.writeLong(eventTime);
    to.writeLong(appendTime);
    to.writeShort(partition);
    to.writeLong(offset);
  }

  static Event read(String txnId, DataInput from) throws IOException {
    Source source = Source.ALL[from.readByte()];
    String eventId = from.readUTF();
    String type = from.readUTF();
    String status = from.readUTF();
    Outcome outcome = Outcome.ALL[from.readByte()];
    long amountMinor = from.readLong();
    String currency = from.readUTF();
    String channel = readOptional(from);
    String direction = readOptional(from);
    String rail = readOptional(from);
    String reference = readOptional(from);
    String clientTime = readOptional(from);
    return new Event(
        source, eventId, txnId, type, status, outcome, amountMinor, currency, channel, direction, rail,
        reference, clientTime, from.readLong(), from.readLong(), from.readLong(), from.readShort(),
        from.readLong());
  }

  private static void writeOptional(DataOutput to, String text) throws IOException {
    to.writeUTF(text == null ? "" : text);
  }

  private static String readOptional(DataInput from) throws IOException {
    String text = from.readUTF();
    return text.isEmpty() ? null : text;
  }
}
