package dev.croupier.gateway.http;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/**
 * Refusals by the HTTP parser itself (bad request line, headers too long …), as problems like all
 * others. Says nothing of causes: they may quote the request.
 */
final class ProblemErrors extends ErrorHandler {
  private final HttpListener listener;

  ProblemErrors(HttpListener listener) {
    this.listener = listener;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    int status = response.getStatus();
    listener.refused("none", status, ProblemJson.codeOf(status));
    byte[] body = ProblemJson.bytes(status, ProblemJson.codeOf(status), null);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, ProblemJson.MEDIA_TYPE);
    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
    response.write(true, ByteBuffer.wrap(body), callback);
    return true;
  }
}
