#!/bin/sh
# Prints, one a line, the compiler options that find arm64 headers and no others: the compiler's own
# (the argument), the kernel's ($UAPI_HEADERS: the usr folder of an unpacked linux-libc-dev), and the
# C library's ($LIBC_HEADERS).
set -eu
printf '%s\n' -nostdinc
for folder in "${1:?}" "${UAPI_HEADERS:?}/lib/linux/uapi/arm64" "$UAPI_HEADERS/include" \
    "${LIBC_HEADERS:?}"; do
  printf '%s\n' -isystem "$folder"
done
