"""RSA-1024 keys and the key exchange: OAEP with SHA-256."""
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

# The real client takes 17, which this library does not offer. A one-byte exponent is what makes the
# public key exactly 160 bytes long, as the protocol demands.
EXPONENT = 3
BITS = 1024


def generate() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=EXPONENT, key_size=BITS)


def private_bytes(key: rsa.RSAPrivateKey) -> bytes:
    return key.private_bytes(serialization.Encoding.DER, serialization.PrivateFormat.PKCS8,
                             serialization.NoEncryption())


def load_private(data: bytes) -> rsa.RSAPrivateKey:
    """Raises ValueError if it is no such key."""
    key = serialization.load_der_private_key(data, password=None)
    if not isinstance(key, rsa.RSAPrivateKey):
        raise ValueError("not an RSA key")
    return key


def public_bytes(key: rsa.RSAPrivateKey) -> bytes:
    return key.public_key().public_bytes(serialization.Encoding.DER,
                                         serialization.PublicFormat.SubjectPublicKeyInfo)


def seal(public_key: bytes, secret: bytes) -> bytes:
    """Raises ValueError if it is no RSA public key."""
    key = serialization.load_der_public_key(public_key)
    if not isinstance(key, rsa.RSAPublicKey):
        raise ValueError("not an RSA key")
    return key.encrypt(secret, _oaep())


def unseal(key: rsa.RSAPrivateKey, block: bytes) -> bytes:
    return key.decrypt(block, _oaep())


def _oaep() -> padding.OAEP:
    return padding.OAEP(padding.MGF1(hashes.SHA256()), hashes.SHA256(), None)
