package io.jvmm.load.disk.ext;

/**
 * The place of a block's newest contents in the journal.
 *
 * @param place the block of the file system that the journal has it in
 * @param sequence the transaction that it is part of
 * @param escaped whether its first four bytes were those of the journal's own blocks, and are zero
 *     there
 * @param checksum as its tag has it; with version 2 of checksums only the low half
 */
record LoggedBlock(long place, int sequence, boolean escaped, int checksum) {}
