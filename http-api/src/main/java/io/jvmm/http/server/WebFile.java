package io.jvmm.http.server;

/**
 * A file of the web console.
 *
 * @param mediaType what it is
 * @param bytes its contents; not to be changed
 * @param entityTag says which contents these are (RFC 9110, 8.8.3), with its quotation marks
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares files
record WebFile(String mediaType, byte[] bytes, String entityTag) {
  /**
   * Whether a browser has it already.
   *
   * @param condition the header {@code If-None-Match}: tags, or an asterisk (RFC 9110, 13.1.2)
   */
  boolean isNamedBy(String condition) {
    for (String tag : condition.split(",", -1)) {
      String bare = tag.strip().replaceFirst("^W/", "");
      if (bare.equals(entityTag) || bare.equals("*")) {
        return true;
      }
    }
    return false;
  }
}
