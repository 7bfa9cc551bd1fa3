package io.jvmm.it.nested.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.it.nested.TestMachine;
import io.jvmm.vmm.Hypervisor;
import io.jvmm.vmm.KernelDevice.Kind;
import io.jvmm.vmm.Vm;
import io.jvmm.vmm.spec.GicChoice;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;

/** An interrupt controller that a machine can have, and how its guest programs it. */
enum GicMode {
  EMULATED(GicChoice.EMULATED),
  KVM_V2(GicChoice.KVM_V2),
  KVM_V3(GicChoice.KVM_V3);

  /** The smallest address space that every host has. */
  private static final int IPA_BITS = 32;

  private final GicChoice choice;

  GicMode(GicChoice choice) {
    this.choice = choice;
  }

  /** Those that this host offers, for {@code @MethodSource}. */
  static Set<GicMode> offered() {
    Set<GicMode> modes = EnumSet.noneOf(GicMode.class);
    try (Hypervisor hypervisor = TestMachine.kvm().open();
        Vm vm = hypervisor.createVm(IPA_BITS)) {
      if (hypervisor.limits().externalController()) {
        modes.add(EMULATED);
      }
      if (vm.supports(Kind.GIC_V2)) {
        modes.add(KVM_V2);
      }
      if (vm.supports(Kind.GIC_V3)) {
        modes.add(KVM_V3);
      }
    }
    return modes;
  }

  /**
   * Those for tests that take long, for {@code @MethodSource}: of the variants of the nested host,
   * one is enough for the controller that does not depend on the host's.
   */
  static Set<GicMode> offeredForLongTests() {
    Set<GicMode> modes = offered();
    if (modes.contains(KVM_V2)) {
      modes.remove(EMULATED);
    }
    return modes;
  }

  /** Those beside which there is a GICv2m frame, for {@code @MethodSource}. */
  static Set<GicMode> offeredWithMsiFrame() {
    Set<GicMode> modes = offered();
    modes.remove(KVM_V3);
    return modes;
  }

  /** Those beside which there is an ITS, for {@code @MethodSource}. */
  static Set<GicMode> offeredWithIts() {
    Set<GicMode> modes = offered();
    modes.retainAll(EnumSet.of(KVM_V3));
    return modes;
  }

  /**
   * Whether Debian's devices are put to the test on it, which takes minutes where the controller is
   * emulated: on the fastest one, and with {@code -Dexamine=true} on all.
   */
  boolean isExamined() {
    return this == KVM_V3 || Boolean.getBoolean("examine");
  }

  /** What a specification asks for to have it. */
  GicChoice choice() {
    return choice;
  }

  /** A program for a machine with this one. */
  GuestProgram program() {
    return new GuestProgram(this == KVM_V3 ? new GuestGicV3() : new GuestGicV2());
  }

  /** Runs a program on one CPU, and requires that everything it checks is as it should be. */
  void run(GuestProgram program) {
    run(1, program);
  }

  /** Runs a program on so many CPUs, and requires that everything it checks is as it should be. */
  void run(int cpus, GuestProgram program) {
    try {
      Path directory = Files.createTempDirectory("conformance-");
      TestMachine machine = TestMachine.running(program.assemble(), directory);
      String output = machine.gic(choice).cpus(cpus).run().output();
      Files.delete(directory.resolve("Image"));
      Files.delete(directory);
      // A guest may print NULs to make its serial port interrupt.
      assertThat(output.replace("\0", "")).isEqualTo("ok");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
