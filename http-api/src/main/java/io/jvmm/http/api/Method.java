package io.jvmm.http.api;

/** The methods of HTTP that routes have. */
public enum Method {
  /** Look at something; changes nothing. */
  GET,
  /** Do something. */
  POST,
  /** Remove something. */
  DELETE
}
