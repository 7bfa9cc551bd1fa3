package io.jvmm.provisioning;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.cpio.CpioArchiveEntry;
import org.apache.commons.compress.archivers.cpio.CpioArchiveInputStream;
import org.junit.jupiter.api.Test;

class InitrdBuilderTest {
  @Test
  void directoriesComeBeforeTheFilesInThem() throws IOException {
    byte[] archive = new InitrdBuilder().file("etc/a/b", "text").file("etc/a/c", "").build();

    assertThat(names(archive)).containsExactly("etc", "etc/a", "etc/a/b", "etc/a/c");
  }

  @Test
  void theNewcMagicBeginsTheArchive() {
    byte[] archive = new InitrdBuilder().directory("dev").build();

    assertThat(new String(archive, 0, 6, StandardCharsets.US_ASCII)).isEqualTo("070701");
  }

  @Test
  void aFileKeepsItsContentAndPermissions() throws IOException {
    byte[] archive = new InitrdBuilder().file("key", 0600, new byte[] {1, 2, 3}).build();

    try (CpioArchiveInputStream in =
        new CpioArchiveInputStream(new ByteArrayInputStream(archive))) {
      CpioArchiveEntry entry = in.getNextEntry();
      assertThat(entry.isRegularFile()).isTrue();
      assertThat(entry.getMode() & 0777).isEqualTo(0600);
      assertThat(entry.getUID()).isZero();
      assertThat(in.readAllBytes()).containsExactly(1, 2, 3);
    }
  }

  @Test
  void aLinkHoldsItsTarget() throws IOException {
    byte[] archive = new InitrdBuilder().link("sh", "busybox").build();

    try (CpioArchiveInputStream in =
        new CpioArchiveInputStream(new ByteArrayInputStream(archive))) {
      assertThat(in.getNextEntry().isSymbolicLink()).isTrue();
      assertThat(in.readAllBytes()).asString().isEqualTo("busybox");
    }
  }

  @Test
  void aDeviceHoldsItsNumbers() throws IOException {
    byte[] archive = new InitrdBuilder().characterDevice("console", 5, 1).build();

    try (CpioArchiveInputStream in =
        new CpioArchiveInputStream(new ByteArrayInputStream(archive))) {
      CpioArchiveEntry entry = in.getNextEntry();
      assertThat(entry.isCharacterDevice()).isTrue();
      assertThat(entry.getRemoteDeviceMaj()).isEqualTo(5);
      assertThat(entry.getRemoteDeviceMin()).isEqualTo(1);
    }
  }

  @Test
  void equalContentsGiveEqualBytes() {
    byte[] one = new InitrdBuilder().file("a/b", "text").buildCompressed();
    byte[] other = new InitrdBuilder().file("a/b", "text").buildCompressed();

    assertThat(one).isEqualTo(other);
  }

  @Test
  void anotherArchiveMayFollow() {
    for (int length = 0; length < 8; length++) {
      byte[] archive = new InitrdBuilder().file("f", "x".repeat(length)).buildCompressed();

      assertThat(archive.length % 4).isZero();
    }
  }

  @Test
  void theCompressedArchiveIsTheSameArchive() throws IOException {
    byte[] plain = new InitrdBuilder().file("a/b", "text").build();
    byte[] compressed = new InitrdBuilder().file("a/b", "text").buildCompressed();

    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(compressed))) {
      assertThat(in.readNBytes(plain.length)).isEqualTo(plain);
    }
  }

  private static List<String> names(byte[] archive) throws IOException {
    List<String> names = new ArrayList<>();
    try (CpioArchiveInputStream in =
        new CpioArchiveInputStream(new ByteArrayInputStream(archive))) {
      for (var entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        names.add(entry.getName());
      }
    }
    return names;
  }
}
