package tieout.bench;

import java.util.List;
import tieout.bench.Event.Source;

/** The details of rows as text, put together by hand: a serializer would take most of a batch's time. */
final class Json {
  private final StringBuilder text = new StringBuilder(4096);

  String take() {
    String taken = text.toString();
    text.setLength(0);
    return taken;
  }

  Json raw(String part) {
    text.append(part);
    return this;
  }

  Json raw(long number) {
    text.append(number);
    return this;
  }

  /** Ids and names of this data set need no escaping but these two. */
  Json quoted(String value) {
    if (value == null) return raw("null");
    text.append('"');
    for (int at = 0; at < value.length(); at++) {
      char one = value.charAt(at);
      if (one == '"' || one == '\\') text.append('\\');
      text.append(one);
    }
    text.append('"');
    return this;
  }

  Json quoted(long number) {
    text.append('"').append(number).append('"');
    return this;
  }

  Json texts(List<String> values) {
    text.append('[');
    for (int at = 0; at < values.size(); at++) {
      if (at > 0) text.append(',');
      quoted(values.get(at));
    }
    text.append(']');
    return this;
  }

  Json time(long ms) {
    text.append('"');
    long days = Math.floorDiv(ms, 86_400_000L);
    int left = (int) Math.floorMod(ms, 86_400_000L);
    // Days since the epoch as a civil date: Howard Hinnant, "chrono-compatible low-level date algorithms".
    long z = days + 719_468;
    long era = Math.floorDiv(z, 146_097L);
    long doe = z - era * 146_097;
    long yoe = (doe - doe / 1460 + doe / 36_524 - doe / 146_096) / 365;
    long doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    long mp = (5 * doy + 2) / 153;
    int day = (int) (doy - (153 * mp + 2) / 5 + 1);
    int month = (int) (mp < 10 ? mp + 3 : mp - 9);
    text.append(yoe + era * 400 + (month <= 2 ? 1 : 0)).append('-');
    two(month).append('-');
    two(day).append('T');
    two(left / 3_600_000).append(':');
    two(left / 60_000 % 60).append(':');
    two(left / 1000 % 60).append('.');
    int millis = left % 1000;
    text.append((char) ('0' + millis / 100));
    two(millis % 100).append("Z\"");
    return this;
  }

  private StringBuilder two(int number) {
    return text.append((char) ('0' + number / 10)).append((char) ('0' + number % 10));
  }

  Json legs(Event[] legs, Verdict verdict) {
    raw("{\"core\":");
    leg(legs[0], verdict);
    raw(",\"gateway\":");
    leg(legs[1], verdict);
    raw(",\"mobile\":");
    leg(legs[2], verdict);
    return raw("}");
  }

  private void leg(Event leg, Verdict verdict) {
    if (leg == null) {
      raw("null");
      return;
    }
    raw("{\"amount_minor\":").quoted(leg.amountMinor()).raw(",\"append_time\":").time(leg.appendTime());
    raw(",\"channel\":").quoted(leg.channel()).raw(",\"client_time\":").quoted(leg.clientTime());
    raw(",\"currency\":").quoted(leg.currency()).raw(",\"direction\":").quoted(leg.direction());
    raw(",\"event_id\":").quoted(leg.eventId()).raw(",\"event_time\":").time(leg.eventTime());
    raw(",\"fee_minor\":");
    if (leg.source() == Source.GATEWAY) quoted(leg.feeMinor());
    else raw("null");
    raw(",\"late\":").raw(leg.appendTime() > verdict.deadlineAt() ? "true" : "false");
    raw(",\"outcome\":").quoted(leg.outcome().name()).raw(",\"position\":{\"offset\":").quoted(leg.offset());
    raw(",\"partition\":").raw(leg.partition()).raw(",\"topic\":").quoted(Settings.topic(leg.source()));
    raw("},\"rail\":").quoted(leg.rail()).raw(",\"reference\":").quoted(leg.reference());
    raw(",\"type\":").quoted(leg.type()).raw("}");
  }
}
