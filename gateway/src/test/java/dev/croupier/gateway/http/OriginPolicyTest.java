package dev.croupier.gateway.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class OriginPolicyTest {
  @ParameterizedTest(name = "origin {0} at host {1}: {2}")
  @CsvSource(
      nullValues = "-",
      value = {
        "-, 127.0.0.1:8080, true",
        "-, -, true",
        "http://127.0.0.1:8080, 127.0.0.1:8080, true",
        "http://localhost:8080, localhost:8080, true",
        "HTTP://LocalHost:8080, localhost:8080, true",
        "http://[::1]:8080, [::1]:8080, true",
        "http://localhost, localhost, true",
        "http://localhost, localhost:80, true",
        "http://127.0.0.1:9090, 127.0.0.1:8080, false",
        "http://evil.example, 127.0.0.1:8080, false",
        "http://evil.example:8080, evil.example:8080, false",
        "null, 127.0.0.1:8080, false",
        "file://, 127.0.0.1:8080, false",
        "http://127.0.0.1:8080/path, 127.0.0.1:8080, false",
        "http://user@127.0.0.1:8080, 127.0.0.1:8080, false",
        "http://127.0.0.1:8080 http://x, 127.0.0.1:8080, false",
        "http://127.0.0.1:8080, -, false",
        "https://casino.example, 127.0.0.1:8080, true",
        "https://casino.example.evil, 127.0.0.1:8080, false",
      })
  void aServerOnLoopbackTrustsItselfAndItsList(String origin, String host, boolean allowed) {
    OriginPolicy policy = new OriginPolicy(Set.of("https://casino.example"), true);
    assertEquals(allowed, policy.allows(origin, host));
  }

  @Test
  void aPublicServerTrustsTheNameItIsCalledBy() {
    OriginPolicy policy = new OriginPolicy(Set.of(), false);
    assertEquals(true, policy.allows("https://live.example", "live.example"));
    assertEquals(true, policy.allows("https://live.example", "live.example:443"));
    assertEquals(false, policy.allows("https://evil.example", "live.example"));
  }
}
