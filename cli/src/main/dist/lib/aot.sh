# To be sourced: a cache of jvmm's loaded classes (Java's -XX:AOTCache), which makes it start in less
# than half the work. Java runs the classes in such a cache even where a jar has changed since, so
# its name is made from whatever went into it, and it is never used under another name.

# aot_cache HOME: prints the path of the cache for a release and JAVA_HOME, whether it exists or not.
# Status 1 without a word if that cannot be told.
aot_cache() {
  aot_directory=${JVMM_AOT_DIR:-${XDG_CACHE_HOME:-${HOME:?}/.cache}/jvmm/aot}
  aot_files=$(stat -Lc '%n %s %Y %Z' "$1"/bin/* "$1"/lib/* "$JAVA_HOME/lib/modules" \
    "$JAVA_HOME/release") || return 1
  aot_key=$({ echo "$aot_files" && cat "$JAVA_HOME/release"; } | sha256sum) || return 1
  echo "$aot_directory/${aot_key%% *}.aot"
} 2>/dev/null

# aot_pays CACHE: whether a cache would be used again: on a machine that runs guests itself, and in a
# directory that is still there tomorrow, which is not so in a container or in the nested host. (In
# the latter, making one also takes a minute.)
aot_pays() {
  [ "$(uname -m)" = aarch64 ] && [ -w /dev/kvm ] && mkdir -p "${1%/*}" && [ -w "${1%/*}" ] || return 1
  case $(stat -fc %T "${1%/*}") in
    ext2/ext3 | xfs | btrfs | zfs | f2fs) return 0 ;;
    *) return 1 ;;
  esac
} 2>/dev/null
