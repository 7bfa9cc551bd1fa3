/**
 * Many machines: the directory of each, what it is doing, and how it is started, watched, stopped
 * and removed. There is no daemon: the directories are all that there is, and each machine that
 * runs has a process of its own.
 */
module io.jvmm.control {
  requires transitive io.jvmm.monitor;
  requires io.jvmm.vmm;
  requires static org.jspecify;
  requires tools.jackson.core;
  requires tools.jackson.databind;

  exports io.jvmm.control;
}
