# To be sourced: sets JAVA_HOME to a Java of release 25 or later, or ends with status 4.

java_release() {
  sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release" 2>/dev/null
}

# find_java PROGRAM: the first installation that has bin/PROGRAM (java, or javac to build). The first
# of all is the release's own in $home/runtime, if it has one for this machine.
find_java() {
  for candidate in "${home:-/nonexistent}/runtime/$(uname -m)" "${JAVA_HOME:-/nonexistent}" /usr/lib/jvm/*; do
    [ -x "$candidate/bin/$1" ] || continue
    [ "$(java_release "$candidate")" -ge 25 ] 2>/dev/null || continue
    JAVA_HOME=$candidate
    export JAVA_HOME
    return
  done
  echo "jvmm: no Java 25 with bin/$1 found: install one under /usr/lib/jvm" \
    "(Debian: openjdk-25-jdk-headless), or set JAVA_HOME to it" >&2
  exit 4
}
