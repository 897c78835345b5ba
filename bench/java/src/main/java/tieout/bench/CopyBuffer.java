package tieout.bench;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyManager;

/** Rows in Postgres's binary COPY format. Grows, and is used again for the next batch. */
final class CopyBuffer {
  private static final byte[] SIGNATURE = "PGCOPY\n\u00ff\r\n\0".getBytes(StandardCharsets.ISO_8859_1);
  private static final long EPOCH_MS = 946_684_800_000L;
  private static final long DAY_MS = 86_400_000;
  private static final int TEXT_OID = 25;
  private static final int CHUNK_BYTES = 256 * 1024;

  private byte[] bytes = new byte[1 << 20];
  private int length;

  void begin() {
    length = 0;
    raw(SIGNATURE);
    int32(0);
    int32(0);
  }

  void row(int columns) {
    int16(columns);
  }

  void nothing() {
    int32(-1);
  }

  void text(String value) {
    if (value == null) {
      nothing();
      return;
    }
    byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
    int32(utf8.length);
    raw(utf8);
  }

  void jsonb(String value) {
    byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
    int32(utf8.length + 1);
    reserve(1);
    bytes[length++] = 1;
    raw(utf8);
  }

  void texts(List<String> values) {
    int at = length;
    int32(0);
    int32(values.isEmpty() ? 0 : 1);
    int32(0);
    int32(TEXT_OID);
    if (!values.isEmpty()) {
      int32(values.size());
      int32(1);
      for (String value : values) text(value);
    }
    put32(at, length - at - 4);
  }

  void bytea(byte[] value) {
    int32(value.length);
    raw(value);
  }

  void int4(int value) {
    int32(4);
    int32(value);
  }

  void int8(long value) {
    int32(8);
    int32((int) (value >> 32));
    int32((int) value);
  }

  void time(long ms) {
    int8((ms - EPOCH_MS) * 1000);
  }

  void date(long ms) {
    int4((int) Math.floorDiv(ms - EPOCH_MS, DAY_MS));
  }

  /** A whole number ≥ 0 as numeric: digits of base 10,000, most significant first. */
  void numeric(long value) {
    int digits = 0;
    for (long rest = value; rest > 0; rest /= 10_000) digits++;
    int32(8 + 2 * digits);
    int16(digits);
    int16(Math.max(0, digits - 1));
    int16(0);
    int16(0);
    reserve(2 * digits);
    int at = length + 2 * digits;
    length = at;
    for (long rest = value; rest > 0; rest /= 10_000) {
      int digit = (int) (rest % 10_000);
      bytes[--at] = (byte) digit;
      bytes[--at] = (byte) (digit >> 8);
    }
  }

  void send(CopyManager manager, String statement) throws SQLException {
    int16(-1);
    CopyIn copy = manager.copyIn(statement);
    for (int at = 0; at < length; at += CHUNK_BYTES) copy.writeToCopy(bytes, at, Math.min(CHUNK_BYTES, length - at));
    copy.endCopy();
  }

  private void int16(int value) {
    reserve(2);
    bytes[length++] = (byte) (value >> 8);
    bytes[length++] = (byte) value;
  }

  private void int32(int value) {
    reserve(4);
    put32(length, value);
    length += 4;
  }

  private void put32(int at, int value) {
    bytes[at] = (byte) (value >> 24);
    bytes[at + 1] = (byte) (value >> 16);
    bytes[at + 2] = (byte) (value >> 8);
    bytes[at + 3] = (byte) value;
  }

  private void raw(byte[] value) {
    reserve(value.length);
    System.arraycopy(value, 0, bytes, length, value.length);
    length += value.length;
  }

  private void reserve(int more) {
    if (length + more > bytes.length) bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
  }
}
