package dev.croupier.gateway.app;

import ch.qos.logback.classic.pattern.ThrowableProxyConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.EncoderBase;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * A log line as one JSON object: {@code ts level logger thread msg buildId semver contractVer},
 * then key-value pairs and the context ({@code calcVer, table, round} … where they apply), then
 * {@code error}.
 *
 * <p>Whatever looks like a token is masked.
 */
final class JsonLines extends EncoderBase<ILoggingEvent> {
  private static final JsonFactory FACTORY = new JsonFactory();

  private final BuildInfo build;
  private final ThrowableProxyConverter stacks = new ThrowableProxyConverter();

  JsonLines(BuildInfo build) {
    this.build = build;
    stacks.start();
  }

  @Override
  public byte[] headerBytes() {
    return new byte[0];
  }

  @Override
  public byte[] footerBytes() {
    return new byte[0];
  }

  @Override
  public byte[] encode(ILoggingEvent event) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(512);
    try (JsonGenerator json = FACTORY.createGenerator(out)) {
      json.writeStartObject();
      json.writeStringField("ts", event.getInstant().toString());
      json.writeStringField("level", event.getLevel().toString());
      json.writeStringField("logger", event.getLoggerName());
      json.writeStringField("thread", event.getThreadName());
      json.writeStringField("msg", Redaction.of(event.getFormattedMessage()));
      json.writeStringField("buildId", build.buildId());
      json.writeStringField("semver", build.semver());
      json.writeNumberField("contractVer", build.contractVer());
      for (Map.Entry<String, String> entry : event.getMDCPropertyMap().entrySet()) {
        json.writeStringField(entry.getKey(), Redaction.of(entry.getValue()));
      }
      if (event.getKeyValuePairs() != null) {
        for (var pair : event.getKeyValuePairs()) {
          json.writeStringField(pair.key, Redaction.of(String.valueOf(pair.value)));
        }
      }
      if (event.getThrowableProxy() != null) {
        json.writeStringField("error", Redaction.of(stacks.convert(event)));
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
    out.writeBytes("\n".getBytes(StandardCharsets.US_ASCII));
    return out.toByteArray();
  }
}
