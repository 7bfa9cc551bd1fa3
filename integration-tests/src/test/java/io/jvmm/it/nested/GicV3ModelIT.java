package io.jvmm.it.nested;

import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.it.guest.A64;
import io.jvmm.monitor.machine.GuestLayout;
import io.jvmm.vgic.v3.GicRegister;
import io.jvmm.vgic.v3.GicV3;
import io.jvmm.vgic.v3.GicV3Attributes;
import io.jvmm.vgic.v3.GicV3Config;
import io.jvmm.vgic.v3.GicV3Device;
import io.jvmm.vgic.v3.GicV3State;
import io.jvmm.vgic.v3.GicdRegister;
import io.jvmm.vgic.v3.GicrRegister;
import io.jvmm.vgic.v3.IccRegister;
import io.jvmm.vgic.v3.KvmDifference;
import io.jvmm.vgic.v3.SystemRegisterId;
import io.jvmm.vmm.VcpuExit;
import io.jvmm.vmm.VcpuExit.SystemEvent;
import io.jvmm.vmm.VcpuId;
import io.jvmm.vmm.mmio.Access;
import io.jvmm.vmm.mmio.MmioDevice;
import io.jvmm.vmm.mmio.Register.Mode;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The GICv3 in Java and KVM's after the same accesses: every register is compared, and differs in
 * no bit but those of {@link KvmDifference}.
 */
class GicV3ModelIT {
  private static final GicV3Config SMALL = GicV3Config.of(2, 96);
  private static final int STEPS = 400;

  /** KVM refuses to be another implementation than it is. */
  private static final Set<GicdRegister> IDENTITY =
      EnumSet.of(GicdRegister.GICD_IIDR, GicdRegister.GICD_TYPER2);

  private static final List<IccRegister> STATE =
      List.of(
          IccRegister.ICC_PMR_EL1,
          IccRegister.ICC_BPR0_EL1,
          IccRegister.ICC_BPR1_EL1,
          IccRegister.ICC_AP0R0_EL1,
          IccRegister.ICC_AP1R0_EL1,
          IccRegister.ICC_CTLR_EL1,
          IccRegister.ICC_SRE_EL1,
          IccRegister.ICC_IGRPEN0_EL1,
          IccRegister.ICC_IGRPEN1_EL1);

  /** Inputs of these PPIs are the host's timers and PMU: KVM keeps part of their state in there. */
  private static final long HOST_PPIS = 1L << 23 | 1L << 26 | 1L << 27 | 1L << 28 | 1L << 30;

  @Test
  void afterResetTheyShowTheSame() {
    try (GicMachine machine = new GicMachine(SMALL)) {
      GicV3Attributes model = attributes(model(SMALL));
      legalBinaryPoints(machine.attributes(), SMALL);

      assertThat(differences(machine.attributes(), model, SMALL)).isEmpty();
    }
  }

  @Test
  void sixtyFourRedistributorsInTwoRegionsShowTheSame() {
    GicV3Config config = new GicV3Config(64, List.of(41, 23));
    try (GicMachine machine = new GicMachine(config)) {
      GicV3Attributes model = attributes(model(config));
      legalBinaryPoints(machine.attributes(), config);

      assertThat(differences(machine.attributes(), model, config)).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void afterTheSameWritesOfAttributesTheyShowTheSame(long seed) {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    try (GicMachine machine = new GicMachine(SMALL)) {
      GicV3Attributes kvm = machine.attributes();
      GicV3Attributes model = attributes(model(SMALL));
      legalBinaryPoints(kvm, SMALL);
      for (int step = 0; step < STEPS; step++) {
        write(random, kvm, model);
      }

      assertThat(differences(kvm, model, SMALL)).isEmpty();
    }
  }

  @Test
  void aStateOfKvmsIsTakenOverByTheModelAndByAnotherOfKvms() {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(9);
    try (GicMachine machine = new GicMachine(SMALL);
        GicMachine other = new GicMachine(SMALL)) {
      legalBinaryPoints(machine.attributes(), SMALL);
      for (int step = 0; step < STEPS; step++) {
        write(random, machine.attributes(), attributes(model(SMALL)));
      }
      GicV3State saved = machine.gic().save();
      GicV3 model = model(SMALL);

      other.gic().restore(saved);
      model.restore(saved);

      assertThat(other.gic().save()).isEqualTo(saved);
      assertThat(differences(other.attributes(), attributes(model), SMALL)).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void aGuestReadsTheSameFromThemAndLeavesTheSame(long seed) {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    try (GicMachine machine = new GicMachine(SMALL)) {
      GicV3 model = model(SMALL);
      Script script = new Script(model);
      for (int step = 0; step < STEPS; step++) {
        script.access(random);
      }

      VcpuExit end = machine.run(script.program());

      assertThat(end).isEqualTo(new SystemEvent(SystemEvent.Kind.SHUTDOWN));
      assertThat(script.surprises(machine)).isEmpty();
      legalBinaryPoints(machine.attributes(), SMALL);
      legalBinaryPoints(attributes(model), SMALL);
      assertThat(differences(machine.attributes(), attributes(model), SMALL)).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void aGuestTakesTheSameInterruptsFromThem(long seed) {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    try (GicMachine machine = new GicMachine(SMALL)) {
      Script script = new Script(model(SMALL));
      script.startDelivery();
      for (int step = 0; step < STEPS; step++) {
        script.deliver(random);
      }

      VcpuExit end = machine.run(script.program());

      assertThat(end).isEqualTo(new SystemEvent(SystemEvent.Kind.SHUTDOWN));
      assertThat(script.surprises(machine)).isEmpty();
      assertThat(script.taken()).as("interrupts that were acknowledged").isPositive();
    }
  }

  private static GicV3 model(GicV3Config config) {
    return new GicV3(config, (_, _, _) -> {});
  }

  private static GicV3Attributes attributes(GicV3 model) {
    return new GicV3Attributes(new GicV3Device(model));
  }

  /** Until a vCPU has run, KVM shows what it was told, below the least that hardware holds too. */
  private static void legalBinaryPoints(GicV3Attributes gic, GicV3Config config) {
    for (long affinity : config.affinities()) {
      gic.setRegister(affinity, IccRegister.ICC_BPR0_EL1, IccRegister.ICC_BPR0_EL1.reset());
      gic.setRegister(affinity, IccRegister.ICC_BPR1_EL1, IccRegister.ICC_BPR1_EL1.reset());
    }
  }

  /** One random write to both. */
  private static void write(RandomGenerator random, GicV3Attributes kvm, GicV3Attributes model) {
    long affinity = random.nextInt(SMALL.vcpus());
    int value = random.nextInt();
    switch (random.nextInt(8)) {
      case 0, 1, 2 -> writeShared(random, kvm, model);
      case 3, 4, 5 -> {
        int offset = word(random, pick(random, GicrRegister.values()));
        kvm.setRedistributor(affinity, offset, value);
        model.setRedistributor(affinity, offset, value);
      }
      case 6 -> {
        int first = random.nextInt(3) * 32;
        kvm.setLines(affinity, first, value);
        model.setLines(affinity, first, value);
      }
      default -> {
        IccRegister register = STATE.get(random.nextInt(STATE.size()));
        long legal = legal(register, value, kvm.register(affinity, register));
        kvm.setRegister(affinity, register, legal);
        model.setRegister(affinity, register, legal);
      }
    }
  }

  private static void writeShared(
      RandomGenerator random, GicV3Attributes kvm, GicV3Attributes model) {
    GicdRegister register = pick(random, GicdRegister.values());
    if (!IDENTITY.contains(register)) {
      int offset = word(random, register);
      int value = random.nextInt();
      kvm.setDistributor(offset, value);
      model.setDistributor(offset, value);
    }
  }

  /** KVM's attributes take values that no guest can store, and refuse another processor's. */
  private static long legal(IccRegister register, int value, long old) {
    return switch (register) {
      case ICC_PMR_EL1 -> value & 0xf8;
      case ICC_BPR0_EL1 -> Math.max(2, value & 7);
      case ICC_BPR1_EL1 -> Math.max(3, value & 7);
      case ICC_CTLR_EL1 -> (old & ~3L) | (value & 3);
      case ICC_SRE_EL1 -> 7;
      default -> Integer.toUnsignedLong(value);
    };
  }

  private static <T> T pick(RandomGenerator random, T[] values) {
    return values[random.nextInt(values.length)];
  }

  /** A word of a register; of the arrays of SPIs mostly one that is there. */
  private static int word(RandomGenerator random, GicRegister register) {
    int words = register.length() / Integer.BYTES;
    return register.offset() + random.nextInt(Math.min(words, 20)) * Integer.BYTES;
  }

  /** Every word of every register that is not as explained. */
  private static List<String> differences(
      GicV3Attributes kvm, GicV3Attributes model, GicV3Config config) {
    List<String> found = new ArrayList<>();
    for (GicdRegister register : GicdRegister.values()) {
      for (int at = 0; at < register.length(); at += Integer.BYTES) {
        int offset = register.offset() + at;
        compare(found, register, at, kvm.distributor(offset), model.distributor(offset));
      }
    }
    for (long affinity : config.affinities()) {
      for (GicrRegister register : GicrRegister.values()) {
        for (int at = 0; at < register.length(); at += Integer.BYTES) {
          int offset = register.offset() + at;
          int theirs = kvm.redistributor(affinity, offset);
          compare(found, register, at, theirs, model.redistributor(affinity, offset));
        }
      }
      for (IccRegister register : STATE) {
        long mask = ~KvmDifference.maskOf(register.name());
        long theirs = kvm.register(affinity, register) & mask;
        long ours = model.register(affinity, register) & mask;
        note(found, "%s of 0x%x".formatted(register, affinity), theirs, ours);
      }
      for (int first = 0; first < config.interrupts(); first += 32) {
        long theirs = kvm.lines(affinity, first);
        note(found, "lines from %d".formatted(first), theirs, model.lines(affinity, first));
      }
    }
    return found;
  }

  private static void compare(
      List<String> found, GicRegister register, int at, int theirs, int ours) {
    int mask = (int) ~mask(register, at);
    note(found, "%s + 0x%x".formatted(register.name(), at), theirs & mask, ours & mask);
  }

  /** Masks of arrays are those of one element: of all words, but of 64-bit ones for each half. */
  private static long mask(GicRegister register, int at) {
    boolean wide = (register.widths() & Long.BYTES) != 0;
    long mask = KvmDifference.maskOf(register.name());
    return wide && at % Long.BYTES != 0 ? mask >>> Integer.SIZE : mask;
  }

  private static void note(List<String> found, String what, long theirs, long ours) {
    if (theirs != ours) {
      found.add("%s: KVM 0x%x, model 0x%x".formatted(what, theirs, ours));
    }
  }

  /**
   * What a guest does, done to the model at once and assembled for the real processor. Registers:
   * x1 address, x2 value, x20 where the next result goes.
   */
  private static final class Script {
    private static final int SPIS = 4;
    private static final int FIRST = 40;

    private final GicV3 model;
    private final CpuFrame cpu;
    private final A64 program = new A64().mov(20, GicMachine.RESULTS);
    private final List<Expected> expected = new ArrayList<>();
    private final List<Integer> acknowledged = new ArrayList<>();
    private int taken;

    /** What the model gave, and the bits of it that count. */
    private record Expected(String what, long value, long mask) {}

    /** The first processor's registers. */
    private record CpuFrame(GicV3 model) {
      long read(IccRegister register) {
        return model.cpuInterface(new VcpuId(0)).read(register);
      }

      void write(IccRegister register, long value) {
        model.cpuInterface(new VcpuId(0)).write(register, value);
      }
    }

    Script(GicV3 model) {
      this.model = model;
      this.cpu = new CpuFrame(model);
    }

    A64 program() {
      return program.powerOff();
    }

    int taken() {
      return taken;
    }

    List<String> surprises(GicMachine machine) {
      List<String> found = new ArrayList<>();
      for (int i = 0; i < expected.size(); i++) {
        Expected one = expected.get(i);
        long mask = one.mask();
        note(found, i + " " + one.what(), machine.result(i) & mask, one.value() & mask);
      }
      return found;
    }

    /** A random access to any frame; nothing is forwarded, so that the processor takes nothing. */
    void access(RandomGenerator random) {
      boolean shared = random.nextBoolean();
      int vcpu = random.nextInt(SMALL.vcpus());
      GicRegister register =
          shared ? pick(random, GicdRegister.values()) : pick(random, GicrRegister.values());
      Access access = access(random, register);
      MmioDevice frame = shared ? model.distributor() : model.redistributor(new VcpuId(vcpu));
      long base = shared ? distributor() : redistributor(vcpu);
      if (random.nextInt(3) == 0) {
        load(frame, base, register, access);
      } else if (register != GicdRegister.GICD_CTLR) {
        store(frame, base, access, harmless(register, access, random.nextLong()));
      }
    }

    private static Access access(RandomGenerator random, GicRegister register) {
      int width = 0;
      while ((register.widths() & width) == 0) {
        width = 1 << random.nextInt(4);
      }
      int places = Math.min(register.length() / width, 80 / width);
      return new Access(register.offset() + random.nextInt(places) * (long) width, width);
    }

    private static long ones(Access access) {
      return -1L >>> (Long.SIZE - access.width() * Byte.SIZE);
    }

    /** The timers' PPIs are left alone, and what is read-only is written too. */
    private static long harmless(GicRegister register, Access access, long value) {
      long cut = value & ones(access);
      boolean bits = register.offset() >= 0x1_0080 && register.offset() < 0x1_0400;
      return bits ? cut & ~HOST_PPIS : cut;
    }

    private void load(MmioDevice frame, long base, GicRegister register, Access access) {
      long mask = ones(access);
      long explained = mask(register, ((int) (access.offset() - register.offset())) & ~3);
      expect(
          "%s at 0x%x".formatted(register.name(), access.offset()),
          frame.read(access),
          mask & ~explained);
      program.mov(1, base + access.offset()).load(access.width(), 2, 1);
      keep();
    }

    private void store(MmioDevice frame, long base, Access access, long value) {
      frame.write(access, value);
      program.mov(1, base + access.offset()).mov(2, value).store(access.width(), 2, 1);
    }

    private void expect(String what, long value, long mask) {
      expected.add(new Expected(what, value, mask));
    }

    private void keep() {
      program.store(Long.BYTES, 2, 20).add(20, 20, Long.BYTES);
    }

    private static long distributor() {
      return GuestLayout.GIC_DISTRIBUTOR.start().value();
    }

    private static long redistributor(int vcpu) {
      long first = GuestLayout.redistributors(SMALL.vcpus()).getFirst().start().value();
      return first + vcpu * 0x2_0000L;
    }

    /** Four SPIs of group 1 that go to the first processor, which has nothing masked. */
    void startDelivery() {
      storeWord(GicdRegister.GICD_CTLR.offset(), 3);
      long all = ((1L << SPIS) - 1) << (FIRST - 32);
      storeWord(GicdRegister.GICD_ISENABLER.offset(), all);
      storeWord(GicdRegister.GICD_ICFGR.offset(), 0xffff_ffffL); // edges of SPIs 0 to 15
      for (int i = 0; i < SPIS; i++) {
        priority(i, 0x20 + 0x20 * i);
      }
      storeRegister(IccRegister.ICC_PMR_EL1, 0xf0);
      storeRegister(IccRegister.ICC_BPR1_EL1, 3);
      storeRegister(IccRegister.ICC_IGRPEN1_EL1, 1);
    }

    /** One step of a driver that behaves: it ends what it acknowledged, in reverse order. */
    void deliver(RandomGenerator random) {
      int spi = random.nextInt(SPIS);
      switch (random.nextInt(9)) {
        case 0, 1 -> storeWord(GicdRegister.GICD_ISPENDR.offset(), bit(spi));
        case 2 -> storeWord(GicdRegister.GICD_ICPENDR.offset(), bit(spi));
        case 3, 4 -> acknowledge();
        case 5 -> end();
        case 6 -> storeRegister(IccRegister.ICC_PMR_EL1, random.nextInt(32) * 8L);
        case 7 -> loadRegister(IccRegister.ICC_RPR_EL1);
        default -> loadRegister(IccRegister.ICC_HPPIR1_EL1);
      }
      program.synchronise();
    }

    private static long bit(int spi) {
      return 1L << (FIRST - 32 + spi);
    }

    private void acknowledge() {
      long intid = loadRegister(IccRegister.ICC_IAR1_EL1);
      if (intid < 1020) {
        acknowledged.add((int) intid);
        taken++;
      }
    }

    private void end() {
      if (!acknowledged.isEmpty()) {
        storeRegister(IccRegister.ICC_EOIR1_EL1, acknowledged.removeLast());
      }
    }

    private void priority(int spi, int priority) {
      int offset = GicdRegister.GICD_IPRIORITYR.offset() + FIRST - 32 + spi;
      store(model.distributor(), distributor(), new Access(offset, 1), priority);
    }

    private void storeWord(int offset, long value) {
      store(model.distributor(), distributor(), new Access(offset, Integer.BYTES), value);
    }

    private long loadRegister(IccRegister register) {
      long value = cpu.read(register);
      expect(register.name(), value, ~KvmDifference.maskOf(register.name()));
      SystemRegisterId id = register.id();
      program.readSystem(2, id.op0(), id.op1(), id.crn(), id.crm(), id.op2());
      keep();
      return value;
    }

    private void storeRegister(IccRegister register, long value) {
      assertThat(register.mode()).isNotEqualTo(Mode.READ_ONLY);
      cpu.write(register, value);
      SystemRegisterId id = register.id();
      program.mov(2, value).writeSystem(2, id.op0(), id.op1(), id.crn(), id.crm(), id.op2());
      program.synchronise();
    }
  }
}
