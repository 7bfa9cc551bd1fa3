package io.jvmm.nested;

import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.nested.SharedDirectory.Access;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class QemuCommandTest {
  private static final HostImage IMAGE =
      new HostImage(
          Path.of("/c/vmlinuz"),
          Path.of("/c/initrd.gz"),
          List.of(Path.of("/c/root.img"), Path.of("/c/peers.img")));

  @Test
  void theProcessorHasEl2() {
    assertThat(words(HostConfig.of(1024, List.of())))
        .containsSequence("-M", "virt,virtualization=on,gic-version=3")
        .containsSequence("-accel", "tcg,thread=multi");
  }

  @Test
  void aClockOfInstructionsRunsOneProcessorAtATime() {
    HostConfig config = HostConfig.of(1024, List.of()).withClock(HostClock.INSTRUCTIONS);

    assertThat(words(config))
        .containsSequence("-accel", "tcg,thread=single")
        .containsSequence("-icount", "shift=0,sleep=off");
  }

  @Test
  void layersAreOnlyRead() {
    assertThat(words(HostConfig.of(1024, List.of())))
        .contains("if=none,format=raw,readonly=on,id=layer0,file=/c/root.img")
        .contains("if=none,format=raw,readonly=on,id=layer1,file=/c/peers.img");
  }

  @Test
  void theOnlyWayInIsOnePortOfTheLoopback() {
    assertThat(words(HostConfig.of(1024, List.of())))
        .contains("user,id=net,restrict=on,hostfwd=tcp:127.0.0.1:2222-:22");
  }

  @Test
  void aNetworkThatWasAskedForLeadsOut() {
    assertThat(words(HostConfig.of(1024, List.of()).withNetwork(HostNetwork.OUTSIDE)))
        .contains("user,id=net,restrict=off,hostfwd=tcp:127.0.0.1:2222-:22");
  }

  @Test
  void itsMonitorIsASocketForWhoeverMayReadItsDirectory() {
    assertThat(words(HostConfig.of(1024, List.of())))
        .containsSequence("-qmp", "unix:/r/qmp,server=on,wait=off");
  }

  @Test
  void whereTheSocketsPathWouldBeTooLongThereIsNoMonitor() {
    HostDirectory deep = new HostDirectory(Path.of("/" + "d".repeat(110)));

    assertThat(command(HostConfig.of(1024, List.of())).words(deep, 2222)).doesNotContain("-qmp");
  }

  @Test
  void allOfThisMachineIsSharedBesideTheHostsOwnFiles() {
    List<SharedDirectory> all =
        List.of(
            SharedDirectory.everything(Access.READ_ONLY),
            SharedDirectory.everything(Access.READ_WRITE));

    assertThat(command(HostConfig.of(1024, all)).shareTable())
        .isEqualTo("share0 ro /host/ro\nshare1 rw /host/rw\n");
  }

  @Test
  void eachShareHasItsTagAndItsLineInTheTable() {
    HostConfig config =
        HostConfig.of(
            1024,
            List.of(
                SharedDirectory.readOnly(Path.of("/a")), SharedDirectory.readWrite(Path.of("/b"))));

    assertThat(words(config))
        .contains(
            "local,security_model=none,multidevs=remap,mount_tag=share0,readonly=on,path=/a",
            "local,security_model=none,multidevs=remap,mount_tag=share1,path=/b");
    assertThat(command(config).shareTable()).isEqualTo("share0 ro /a\nshare1 rw /b\n");
  }

  @Test
  void aCommaInAPathStaysInThePath() {
    HostConfig config =
        HostConfig.of(1024, List.of(SharedDirectory.readOnly(Path.of("/a,readonly=off"))));

    assertThat(words(config)).anyMatch(word -> word.endsWith("path=/a,,readonly=off"));
  }

  private static List<String> words(HostConfig config) {
    return command(config).words(new HostDirectory(Path.of("/r")), 2222);
  }

  private static QemuCommand command(HostConfig config) {
    return new QemuCommand(List.of("qemu"), config, IMAGE);
  }
}
