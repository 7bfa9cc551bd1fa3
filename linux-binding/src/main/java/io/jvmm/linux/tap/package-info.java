/**
 * Virtual Ethernet interfaces of the host whose other end is a program (Linux,
 * Documentation/networking/tuntap.rst).
 */
@org.jspecify.annotations.NullMarked
package io.jvmm.linux.tap;
