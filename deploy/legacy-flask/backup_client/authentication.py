"""Registration of a new client, or reconnection of a known one. Both end with the session's AES key."""
import os

from backup_client import console, credentials
from backup_client.configuration import Configuration
from backup_client.connection import Connection
from backup_client.failures import Failure
from wire import codes, keys
from wire.frames import name_field

NO_ID = bytes(codes.ID_BYTES)


def authenticate(connection: Connection, configuration: Configuration, key) -> tuple[bytes, bytes]:
    """Client id and AES key. Raises Failure."""
    console.phase("Authentication")
    client_id = credentials.registered_id(configuration.user)
    if client_id is not None:
        aes_key = _reconnect(connection, configuration, client_id)
        if aes_key is not None:
            return client_id, aes_key
    client_id = _register(connection, configuration, key)
    return client_id, _exchange_keys(connection, configuration, client_id, key)


def _reconnect(connection: Connection, configuration: Configuration, client_id: bytes) -> bytes | None:
    """None if the server does not know the id any more: the client then registers anew."""
    console.ok("Client ID loaded", f"UUID: {client_id.hex()[:8]}...")
    console.ok("Client credentials", "Found existing registration")
    console.ok("Attempting reconnection", f"Client: {configuration.user}")
    key = credentials.reload_private_key()
    console.ok("Sending reconnection", f"Client ID: {client_id.hex()[:16]}...")
    connection.send(client_id, codes.RECONNECT, name_field(os.fsencode(configuration.user)))
    code, payload = connection.receive()
    if code != codes.RECONNECTED or key is None:
        return None
    console.ok("Decrypting AES key", "Using stored RSA private key")
    aes_key = _unseal(key, payload)
    console.ok("Reconnection", "Successfully authenticated")
    return aes_key


def _register(connection: Connection, configuration: Configuration, key) -> bytes:
    user = configuration.user
    console.ok("Registering new client", user)
    console.ok("Starting registration", "Using pre-generated RSA keys")
    console.ok("Sending registration", f"Username: {user}")
    payload = name_field(os.fsencode(user))
    console.ok("Debug: Registration packet", f"Payload size={len(payload)} bytes, Username='{user}'")
    connection.send(NO_ID, codes.REGISTER, payload)
    code, client_id = connection.receive()
    if code != codes.REGISTERED:
        raise Failure("AUTH", "Registration failed: Username already exists")
    credentials.save_identity(user, client_id, key)
    credentials.save_private_key(key)
    console.ok("Registration", f"New client ID: {client_id.hex()[:16]}...")
    return client_id


def _exchange_keys(connection: Connection, configuration: Configuration, client_id: bytes, key) -> bytes:
    console.ok("DEBUG: About to call sendPublicKey()", "Starting key exchange phase")
    public_key = keys.public_bytes(key)
    console.line(f"[DEBUG] RSA getPublicKey: keylen={len(public_key)}, publicKeyData.size()={len(public_key)}")
    console.ok("Sending public key", "RSA 1024-bit public key")
    connection.send(client_id, codes.PUBLIC_KEY, name_field(os.fsencode(configuration.user)) + public_key)
    code, payload = connection.receive()
    if code != codes.AES_KEY:
        raise Failure("PROTOCOL", f"Unexpected response to the public key: {code}")
    console.ok("Received AES key", "Encrypted with RSA")
    aes_key = _unseal(key, payload)
    console.ok("Key exchange", "AES-256 key established")
    console.ok("DEBUG: sendPublicKey() completed successfully", "Key exchange phase done")
    return aes_key


def _unseal(key, payload: bytes) -> bytes:
    block = payload[codes.ID_BYTES:]
    try:
        aes_key = keys.unseal(key, block)
    except ValueError:
        raise Failure("CRYPTO", "Failed to decrypt AES key") from None
    console.line(f"[DEBUG] RSAPrivateWrapper: Successfully decrypted {len(block)} bytes")
    console.ok("AES key decrypted", "256-bit key ready")
    return aes_key
