#!/bin/sh
# Makes the images beside it anew. Needs e2fsprogs, dosfstools, mtools and python3; no root.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export LC_ALL=C TZ=UTC SOURCE_DATE_EPOCH=1700000000 E2FSPROGS_FAKE_TIME=1700000000

# What every image of an ext file system has in it.
mkdir -p tree/etc tree/boot tree/deep/a/b/c tree/many tree/links
python3 - <<'PYTHON'
def write(name, data):
    with open("tree/" + name, "wb") as file:
        file.write(data)

def numbered(blocks):
    return b"".join((b"block %06d " % i).ljust(1024, b".") for i in range(blocks))

write("etc/hostname", b"guest\n")
write("etc/fstab", b"LABEL=root / ext4 defaults 0 1\n")
write("etc/motd", b"old\n".ljust(1024, b"o"))
write("etc/issue", b"old\n".ljust(1024, b"o"))
write("boot/vmlinuz-6.12", b"kernel".ljust(3000, b"k"))
write("boot/initrd.img-6.12", b"initrd".ljust(2000, b"i"))
write("deep/a/b/c/file", b"deep\n")
write("empty", b"")
write("short", b"x" * 100)
write("big", numbered(400))
for i in range(120):
    write("many/file-with-a-rather-long-name-%03d" % i, b"%d\n" % i)
with open("tree/sparse", "wb") as file:
    file.write(b"start")
    file.seek(300 * 1024)
    file.write(b"end")
    file.truncate(310 * 1024)
with open("tree/comb", "wb") as file:  # every other block: more extents than fit into an inode
    for i in range(0, 240, 2):
        file.seek(i * 1024)
        file.write((b"tooth %06d " % i).ljust(1024, b"."))
PYTHON
ln -s boot/vmlinuz-6.12 tree/vmlinuz
ln -s /etc/hostname tree/links/absolute
ln -s ../../../../etc/hostname tree/links/up
ln -s loop-b tree/links/loop-a
ln -s loop-a tree/links/loop-b
ln -s "$(printf '../%.0s' $(seq 30))etc/hostname" tree/links/long
find tree -exec touch -h -d @1700000000 {} +

# The start of an image: the tests add the zeroes that are missing to its end.
pack() {
  head -c 4M "$1" | gzip -9n > "$here/$1.gz"
}

# ext NAME SIZE OPTION...: the tree; with hash trees in directories that have several blocks
ext() {
  name=$1 size=$2
  shift 2
  truncate -s "$size" "$name.img"
  mke2fs -q -F -d tree -L root -U 11111111-2222-3333-4444-555555555555 \
    -E hash_seed=66666666-7777-8888-9999-aaaaaaaaaaaa,root_owner=0:0,lazy_itable_init=0 \
    "$@" "$name.img" 2> /dev/null
  e2fsck -fyD "$name.img" > /dev/null 2>&1 || test $? = 1
}

ext ext4 4M -t ext4 -b 1024 -N 256
pack ext4.img
ext ext2 4M -t ext2 -b 1024 -I 128 -N 256 -O none,filetype,dir_index
pack ext2.img
ext inline 4M -t ext4 -b 1024 -I 256 -N 256 -O inline_data
pack inline.img
ext metabg 4M -t ext4 -b 1024 -N 256 -g 256 -O meta_bg,^resize_inode,^flex_bg,^has_journal
pack metabg.img

# journal NAME OPTIONS-OF-JO: transactions for the blocks of two files, in a journal of 1 MiB
#   1 and 2 give /etc/motd new contents, 3 revokes what 4 gives to the next block of /big,
#   5 gives /etc/issue contents that start as the journal's own blocks do, 6 has no commit block
journal() {
  ext "$1" 4M -t ext4 -b 1024 -N 256 -J size=1
  motd=$(debugfs -R 'blocks /etc/motd' "$1.img" 2> /dev/null | tr -d ' ')
  issue=$(debugfs -R 'blocks /etc/issue' "$1.img" 2> /dev/null | tr -d ' ')
  big=$(debugfs -R 'bmap /big 0' "$1.img" 2> /dev/null | tr -d ' ')
  python3 - <<'PYTHON'
for name, start in ("first", b"first"), ("second", b"second"), ("gone", b"gone"), ("torn", b"torn"):
    open(name, "wb").write(start.ljust(1024, b"."))
open("magic", "wb").write(bytes.fromhex("c03b3998").ljust(1024, b"m"))
PYTHON
  debugfs -w -f /dev/stdin "$1.img" > /dev/null 2>&1 <<DEBUGFS
jo $2
jw -b $motd first
jw -b $motd second
jw -b $big gone
jw -r $big
jw -b $issue magic
jw -b $motd -c torn
jc
DEBUGFS
  pack "$1.img"
}

journal journal-plain ""
journal journal-sums "-c"

# fat NAME SIZE OPTION...: long and short names, a file of several clusters, directories
mkdir -p fat/loader/entries fat/EFI/Debian
cp tree/etc/hostname fat/HOSTNAME.TXT
cp tree/boot/vmlinuz-6.12 "fat/a kernel with a long name.efi"
cp tree/deep/a/b/c/file fat/EFI/Debian/grub.cfg
find fat -exec touch -h -d @1700000000 {} +
fat() {
  name=$1 size=$2
  shift 2
  truncate -s "$size" "$name.img"
  mkfs.fat --invariant -i 12345678 -n "MY DISK" "$@" "$name.img" > /dev/null
  mcopy -s -m -i "$name.img" fat/* ::/
  pack "$name.img"
}

fat fat12 256K -F 12 -s 1
fat fat16 4M -F 16 -s 1
fat fat32 34M -F 32 -s 1
