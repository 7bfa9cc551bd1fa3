package io.jvmm.virtio.block;

import static io.jvmm.virtio.testkit.DriverBuffer.readable;
import static io.jvmm.virtio.testkit.DriverBuffer.writable;
import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.virtio.block.RingTransfer.Progress;
import io.jvmm.virtio.block.RingTransfer.Step;
import io.jvmm.virtio.queue.Virtqueue;
import io.jvmm.virtio.testkit.CountingNotifier;
import io.jvmm.virtio.testkit.DriverBuffer;
import io.jvmm.virtio.testkit.DriverMemory;
import io.jvmm.virtio.testkit.QueueDriver;
import io.jvmm.virtio.testkit.RingFormat;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a transfer by what the kernel says, which it seldom says on purpose. */
class RingTransferTest {
  private static final int EINTR = -4;
  private static final int EAGAIN = -11;
  private static final int ENOSPC = -28;
  private static final int ECANCELED = -125;
  private static final int SECTOR = 512;
  private static final long HEADER = DriverMemory.BASE + 0x8000;
  private static final long STATUS = HEADER + 0x100;
  private static final long DATA = DriverMemory.BASE + 0x10000;

  @TempDir private Path directory;
  private final DriverMemory memory = new DriverMemory();
  private final RingTransfer transfer = new RingTransfer(0, Arena.ofAuto());

  @Test
  void allMovedIsTheEnd() {
    begin(BlockRequest.T_IN, writable(DATA, SECTOR));

    assertThat(transfer.advance(SECTOR, () -> true)).isEqualTo(Progress.ENDED);
  }

  @Test
  void aPartIsFollowedByTheRest() {
    begin(BlockRequest.T_IN, writable(DATA, 100), writable(DATA + 100, 412));

    assertThat(transfer.advance(50, () -> false)).isEqualTo(Progress.UNDER_WAY);
    assertThat(transfer.advance(400, () -> false)).isEqualTo(Progress.UNDER_WAY);
    assertThat(transfer.step()).isEqualTo(Step.READ);
    assertThat(transfer.advance(62, () -> false)).isEqualTo(Progress.ENDED);
  }

  @Test
  void whatWasInterruptedIsMadeAgain() {
    begin(BlockRequest.T_OUT, readable(DATA, SECTOR));

    for (int error : new int[] {EINTR, EAGAIN, ECANCELED}) {
      assertThat(transfer.advance(error, () -> false)).isEqualTo(Progress.UNDER_WAY);
    }
    assertThat(transfer.step()).isEqualTo(Step.WRITE);
  }

  @Test
  void whileWritesGoThroughAFlushFollowsTheLastPart() {
    begin(BlockRequest.T_OUT, readable(DATA, SECTOR));

    assertThat(transfer.advance(500, () -> true)).isEqualTo(Progress.UNDER_WAY);
    assertThat(transfer.step()).isEqualTo(Step.WRITE);
    assertThat(transfer.advance(12, () -> true)).isEqualTo(Progress.UNDER_WAY);
    assertThat(transfer.step()).isEqualTo(Step.FLUSH);
    assertThat(transfer.advance(0, () -> true)).isEqualTo(Progress.ENDED);
  }

  @Test
  void aFlushEndsByItself() {
    begin(BlockRequest.T_FLUSH);

    assertThat(transfer.step()).isEqualTo(Step.FLUSH);
    assertThat(transfer.advance(0, () -> true)).isEqualTo(Progress.ENDED);
  }

  @Test
  void anErrorIsToldAsEverywhereElse() throws Exception {
    begin(BlockRequest.T_OUT, readable(DATA, SECTOR));

    assertThat(transfer.advance(ENOSPC, () -> true)).isEqualTo(Progress.FAILED);
    assertProblem("cannot write 512 bytes at 1024 of disk image %s: No space left on device");
  }

  @Test
  void aFailingFlushOfAWriteIsAFlushThatFails() throws Exception {
    begin(BlockRequest.T_OUT, readable(DATA, SECTOR));
    transfer.advance(SECTOR, () -> true);

    assertThat(transfer.advance(ENOSPC, () -> true)).isEqualTo(Progress.FAILED);
    assertProblem("cannot flush disk image %s: No space left on device");
  }

  @Test
  void theEndOfTheFileIsAnError() throws Exception {
    begin(BlockRequest.T_IN, writable(DATA, SECTOR));
    transfer.advance(100, () -> false);

    assertThat(transfer.advance(0, () -> false)).isEqualTo(Progress.FAILED);
    assertProblem("cannot read 512 bytes at 1024 of disk image %s: the file has become shorter");
  }

  private void assertProblem(String text) throws Exception {
    Path path = Files.write(directory.resolve("disk.img"), new byte[SECTOR]);
    try (ImageFile file = ImageFile.open(path, false)) {
      assertThat(transfer.problem(file)).isEqualTo(text.formatted(path));
    }
  }

  /** At sector 2. */
  private void begin(int type, DriverBuffer... data) {
    QueueDriver driver = RingFormat.SPLIT.driver(memory, DriverMemory.BASE, 16);
    Virtqueue queue = RingFormat.SPLIT.device(memory, driver.layout(0), new CountingNotifier());
    memory.put32(HEADER, type);
    memory.put64(HEADER + 8, 2);
    DriverBuffer[] buffers = new DriverBuffer[data.length + 2];
    buffers[0] = readable(HEADER, 16);
    System.arraycopy(data, 0, buffers, 1, data.length);
    buffers[data.length + 1] = writable(STATUS, 1);
    driver.add(buffers);
    PendingRequest request = new PendingRequest();
    assertThat(request.poll(queue)).isTrue();
    transfer.begin(request);
  }
}
