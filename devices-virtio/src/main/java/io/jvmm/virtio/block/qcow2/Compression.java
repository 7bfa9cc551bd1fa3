package io.jvmm.virtio.block.qcow2;

/** What compressed clusters are compressed with; the order is the format's numbering. */
enum Compression {
  /** Raw deflate, RFC 1951. */
  DEFLATE,
  /** Zstandard, RFC 8878. */
  ZSTD
}
