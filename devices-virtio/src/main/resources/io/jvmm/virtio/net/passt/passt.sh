# Runs passt for as long as standard input, a pipe held by jvmm, stays open: however jvmm ends, the
# pipe closes, passt is killed and its socket removed. Prints the directory that the socket is in.
#
# "$@": passt and its options, but for the socket.
# PIPE: nobody reads what is said after jvmm's end, and there is work left then.
trap '' INT TERM HUP PIPE
umask 077
# In the directory for temporary files: Debian's AppArmor profile of passt allows no other place
# that every user has.
directory=$(mktemp -d "${TMPDIR:-/tmp}/jvmm-passt.XXXXXX") || exit 1
exec 3<&0
"$@" --socket "$directory/socket" < /dev/null >&2 3<&- &
passt=$!
(
  read -r _ <&3
  kill -KILL "$passt"
) > /dev/null 2>&1 &
watcher=$!
exec 3<&-
echo "$directory"
wait "$passt"
status=$?
kill -KILL "$watcher"
rm -rf "$directory"
exit "$status"
