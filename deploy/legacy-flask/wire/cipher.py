"""AES-256-CBC with a zero IV and PKCS#7 over the whole file."""
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.padding import PKCS7

ZERO_IV = bytes(16)
BLOCK_BITS = 128


def encrypt(key: bytes, plain: bytes) -> bytes:
    padder, encryptor = PKCS7(BLOCK_BITS).padder(), _cipher(key).encryptor()
    return encryptor.update(padder.update(plain) + padder.finalize()) + encryptor.finalize()


def decrypt(key: bytes, encrypted: bytes) -> bytes:
    """Raises ValueError if this key never made it."""
    decryptor, unpadder = _cipher(key).decryptor(), PKCS7(BLOCK_BITS).unpadder()
    return unpadder.update(decryptor.update(encrypted) + decryptor.finalize()) + unpadder.finalize()


def _cipher(key: bytes) -> Cipher:
    return Cipher(algorithms.AES(key), modes.CBC(ZERO_IV))
