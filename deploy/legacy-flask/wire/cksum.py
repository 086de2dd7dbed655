"""POSIX cksum at the speed of zlib: the same polynomial, with the bits of every byte the other way round."""
import zlib

REVERSED_BITS = bytes(int(f"{byte:08b}"[::-1], 2) for byte in range(256))
ONES = 0xFFFFFFFF


def cksum(data: bytes) -> int:
    length = len(data)
    tail = length.to_bytes((length.bit_length() + 7) // 8, "little")
    mirrored = zlib.crc32(tail.translate(REVERSED_BITS), zlib.crc32(data.translate(REVERSED_BITS), ONES)) ^ ONES
    return int(f"{mirrored:032b}"[::-1], 2) ^ ONES
