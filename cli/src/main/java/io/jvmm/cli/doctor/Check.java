package io.jvmm.cli.doctor;

import java.util.List;

/** Looks at one thing, or at several of a kind; changes nothing. */
sealed interface Check
    permits ArchitectureCheck,
        DeviceCheck,
        DirectoryCheck,
        FeatureCheck,
        HugePageCheck,
        ImageCheck,
        JavaCheck,
        LockedMemoryCheck,
        ProgramCheck,
        QemuCheck,
        RingCheck {
  /** What it finds, in the order in which it is to be read. */
  List<Finding> findings(Host host);
}
