# To be sourced by the benchmarks: a nested host of their own, whose clock counts instructions and
# which has other monitors to compare with. It ends with them.

checkout=$(CDPATH='' cd -- "$(dirname -- "$(readlink -f -- "$0")")/../.." && pwd)
release=$checkout/cli/target/dist

# The warm host, if there is one, follows the time of day.
XDG_RUNTIME_DIR=$(mktemp -d)
export XDG_RUNTIME_DIR

host() {
  "$JAVA_HOME/bin/java" --module-path "$release/lib" \
    --module io.jvmm.nested/io.jvmm.nested.WarmHostCommand "$checkout" "$@"
}

# The figures in docs/performance.md are from this one; instructions depend on it.
export JVMM_HOST="${JVMM_HOST:-a72}"

bench_host_up() {
  host up --peers --instructions >&2
}

trap 'host down >&2; rm -rf "$XDG_RUNTIME_DIR"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

prepared() { # EXAMPLE: its specification with absolute paths
  "$release/bin/jvmm" create --resolved "$checkout/examples/$1.json"
}

field() { # NAME SPECIFICATION: the text with that name, which is there once
  printf '%s\n' "$2" | sed -n "s/.*\"$1\":\"\([^\"]*\)\".*/\1/p"
}
