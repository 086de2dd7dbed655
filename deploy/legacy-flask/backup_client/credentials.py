"""priv.key and me.info in the current folder."""
import base64
import os
import time
from pathlib import Path

from backup_client import console
from wire import keys

PRIVATE_KEY = Path("priv.key")
IDENTITY = Path("me.info")


def load_or_generate():
    """The key pair of this folder; a corrupt priv.key is replaced."""
    console.ok("Preparing RSA keys", "1024-bit key pair for encryption")
    key = _load_private_key() if PRIVATE_KEY.exists() else None
    if key is not None:
        console.ok("RSA keys loaded", "Using cached key pair")
        return key
    return _generate()


def save_private_key(key) -> None:
    PRIVATE_KEY.write_bytes(keys.private_bytes(key))
    console.ok("Private key saved", "priv.key created")


def registered_id(user: str) -> bytes | None:
    """The id that the server once gave this user; another user's me.info is ignored."""
    try:
        lines = IDENTITY.read_bytes().split(b"\n")
        client_id = bytes.fromhex(lines[1].decode("ascii"))
    except (OSError, ValueError, IndexError):
        return None
    return client_id if lines[0] == os.fsencode(user) and len(client_id) == 16 else None


def save_identity(user: str, client_id: bytes, key) -> None:
    encoded = base64.b64encode(keys.private_bytes(key))
    IDENTITY.write_bytes(b"\n".join((os.fsencode(user), client_id.hex().encode(), encoded, b"")))
    console.ok("Client info saved", "me.info created")


def reload_private_key():
    """Before a reconnection the client reads its key once more."""
    return _load_private_key()


def _load_private_key():
    try:
        key = keys.load_private(PRIVATE_KEY.read_bytes())
    except (OSError, ValueError):
        console.error("RSAPrivateWrapper: Failed to load private key from buffer: BER decode error")
        console.failed("Loading private key", "Failed to parse priv.key: Failed to load RSA private key from buffer")
        return None
    console.line("[DEBUG] RSAPrivateWrapper: Successfully loaded private key from buffer")
    console.ok("Private key loaded", "From priv.key")
    return key


def _generate():
    began = time.perf_counter()
    console.ok("Generating RSA keys", "Creating new 1024-bit key pair...")
    for text in ("Generating 1024-bit RSA key pair...", "Creating AutoSeededRandomPool...",
                 "Generating RSA key with exactly 160-byte public key..."):
        console.line(f"[DEBUG] RSAPrivateWrapper: {text}")
    key = keys.generate()
    private_size, public_size = len(keys.private_bytes(key)), len(keys.public_bytes(key))
    for text in (f"Successfully generated exactly {public_size}-byte public key after 1 attempts!",
                 "Successfully generated RSA key pair",
                 f"Private key size: {private_size} bytes, Public key size: {public_size} bytes"):
        console.line(f"[DEBUG] RSAPrivateWrapper: {text}")
    took = int((time.perf_counter() - began) * 1000)
    console.ok("RSA key generation", f"512-bit keys generated in {took}ms")
    save_private_key(key)
    return key
