package io.jvmm.http.server;

import io.jvmm.http.api.Refusal;
import org.eclipse.jetty.http.HttpFields;

/** Who is let in. */
interface Gate {
  /**
   * Looks at where a request comes from, whatever it asks for.
   *
   * @throws Refusal if that is no place of ours
   */
  void checkOrigin(HttpFields headers);

  /**
   * Looks at who sent a request whose origin is right.
   *
   * @throws Refusal if nobody who is let in
   */
  void checkUser(HttpFields headers);

  /** For a socket whose permissions have decided already. */
  static Gate open() {
    return new Gate() {
      @Override
      public void checkOrigin(HttpFields headers) {}

      @Override
      public void checkUser(HttpFields headers) {}
    };
  }
}
