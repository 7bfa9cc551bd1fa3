#!/bin/sh
# usage: check-layout.sh MODULE GOLDEN
# Has an arm64 C compiler confirm every size, offset and value of the golden file that the unit tests
# of a module hold its generated classes to.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
module=$(cd "${1:?the folder of a module}" && pwd)
golden=$module/${2:?the golden file}
cc=${CC:-aarch64-linux-gnu-gcc}
{
  printf '#include "%s"\n' "$module/src/jextract/shim.h"
  sed -E \
    -e 's/^sizeof ([^ ]+) (.+)$/_Static_assert(sizeof(struct \1) == \2, "size of \1");/' \
    -e 's/^offsetof ([^.]+)\.([^ ]+) (.+)$/_Static_assert(offsetof(struct \1, \2) == \3, "\1.\2");/' \
    -e 's/^value ([^ ]+) (.+)$/_Static_assert((unsigned long)(\1) == \2UL, "value of \1");/' \
    "$golden"
} | "$cc" $("$here/header-flags.sh" "$("$cc" -print-file-name=include)") -fsyntax-only -x c -
echo "$(wc -l < "$golden") facts of $(basename "$module") agree with the C headers"
