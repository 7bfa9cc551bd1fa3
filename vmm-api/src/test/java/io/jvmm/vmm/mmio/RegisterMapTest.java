package io.jvmm.vmm.mmio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class RegisterMapTest {
  private enum Timer implements Register {
    CONTROL(0x0, 4, 4),
    COUNTER(0x8, 8, 4 | 8);

    private final int offset;
    private final int length;
    private final int widths;

    Timer(int offset, int length, int widths) {
      this.offset = offset;
      this.length = length;
      this.widths = widths;
    }

    @Override
    public int offset() {
      return offset;
    }

    @Override
    public int length() {
      return length;
    }

    @Override
    public int widths() {
      return widths;
    }

    @Override
    public Mode mode() {
      return Mode.READ_WRITE;
    }

    @Override
    public String note() {
      return "";
    }
  }

  private enum Overlapping implements Register {
    FIRST(0),
    SECOND(2);

    private final int offset;

    Overlapping(int offset) {
      this.offset = offset;
    }

    @Override
    public int offset() {
      return offset;
    }

    @Override
    public int length() {
      return 4;
    }

    @Override
    public int widths() {
      return 4;
    }

    @Override
    public Mode mode() {
      return Mode.READ_WRITE;
    }

    @Override
    public String note() {
      return "";
    }
  }

  private enum Sparse implements Register {
    LAST(0xffe8),
    FIRST(0x100);

    private final int offset;

    Sparse(int offset) {
      this.offset = offset;
    }

    @Override
    public int offset() {
      return offset;
    }

    @Override
    public int length() {
      return 4;
    }

    @Override
    public int widths() {
      return 4;
    }

    @Override
    public Mode mode() {
      return Mode.READ_WRITE;
    }

    @Override
    public String note() {
      return "";
    }
  }

  private final RegisterMap<Timer> registers = RegisterMap.of(Timer.class);

  @Test
  void anAccessFindsTheRowItHits() {
    assertThat(registers.find(new Access(0, 4))).isEqualTo(Timer.CONTROL);
    assertThat(registers.find(new Access(8, 8))).isEqualTo(Timer.COUNTER);
    assertThat(registers.find(new Access(12, 4))).isEqualTo(Timer.COUNTER);
  }

  @Test
  void aGapBetweenRowsHasNoRow() {
    assertThat(registers.find(new Access(4, 4))).isNull();
  }

  @Test
  void whatLiesPastTheLastRowHasNoRow() {
    assertThat(registers.find(new Access(16, 4))).isNull();
    assertThat(registers.find(new Access(Long.MAX_VALUE, 1))).isNull();
  }

  @Test
  void aWidthThatTheRowDoesNotListIsRefused() {
    assertThat(registers.find(new Access(0, 1))).isNull();
    assertThat(registers.find(new Access(0, 8))).isNull();
  }

  @Test
  void aMisalignedAccessIsRefused() {
    assertThat(registers.find(new Access(10, 4))).isNull();
  }

  @Test
  void rowsThatOverlapAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RegisterMap.of(Overlapping.class))
        .withMessage("SECOND overlaps FIRST");
  }

  @Test
  void rowsMayBeFarApartAndInAnyOrder() {
    RegisterMap<Sparse> sparse = RegisterMap.of(Sparse.class);

    assertThat(sparse.find(new Access(0xffe8, 4))).isEqualTo(Sparse.LAST);
    assertThat(sparse.find(new Access(0x100, 4))).isEqualTo(Sparse.FIRST);
    assertThat(sparse.find(new Access(0, 4))).isNull();
    assertThat(sparse.find(new Access(0x8000, 4))).isNull();
    assertThat(sparse.rows()).containsExactly(Sparse.LAST, Sparse.FIRST);
  }
}
