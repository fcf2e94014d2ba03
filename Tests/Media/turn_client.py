# SPDX-License-Identifier: Apache-2.0
# Copyright (c) the project authors

"""A TURN client by UDP (RFC 8656) that does one thing at a time, also what a browser never would."""

import hashlib
import hmac
import secrets
import socket
import struct

ANSWER_SECONDS = 2
COOKIE = 0x2112A442
UDP = 17
ALLOCATE, REFRESH, SEND, PERMISSION = 0x003, 0x004, 0x016, 0x008
USERNAME, INTEGRITY, ERROR, LIFETIME, PEER, DATA = 0x0006, 0x0008, 0x0009, 0x000D, 0x0012, 0x0013
REALM, NONCE, RELAYED, TRANSPORT = 0x0014, 0x0015, 0x0016, 0x0019
UNAUTHORIZED, FORBIDDEN, MISMATCH, STALE_NONCE, QUOTA_REACHED = 401, 403, 437, 438, 486


class TurnError(Exception):
    """An error answer; `code` is its number, `args` its reason."""

    def __init__(self, code, reason):
        super().__init__(f"{code} {reason}")
        self.code = code


class TurnClient:
    """One socket and, after `allocate`, its allocation."""

    def __init__(self, address, username, credential):
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.settimeout(ANSWER_SECONDS)
        self.socket.connect(address)
        self.username = username
        self.credential = credential
        self.realm = self.nonce = b""
        self.relayed = None

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()

    def allocate(self, lifetime=600):
        answer = self._ask(ALLOCATE, [(TRANSPORT, bytes([UDP, 0, 0, 0])), (LIFETIME, struct.pack("!I", lifetime))])
        self.relayed = address_in(answer[RELAYED])
        return number_in(answer[LIFETIME])

    def refresh(self, lifetime=600):
        """Gives the seconds that are left from now on; 0 ends the allocation."""
        return number_in(self._ask(REFRESH, [(LIFETIME, struct.pack("!I", lifetime))])[LIFETIME])

    def permit(self, peer):
        """Lets a peer's address through (CreatePermission)."""
        self._ask(PERMISSION, [(PEER, address_as((peer, 0)))])

    def send(self, peer, data):
        self.socket.send(self._message(SEND | 0x0010, [(PEER, address_as(peer)), (DATA, data)])[0])

    def _ask(self, method, attributes):
        """The answer's attributes; asks again where the server wants to know who asks, or has another nonce."""
        for _ in range(3):
            try:
                return self._ask_once(method, attributes)
            except TurnError as error:
                if error.code == STALE_NONCE or (error.code == UNAUTHORIZED and not self.was_authenticated):
                    continue
                raise
        raise AssertionError("the server never has enough")

    def _ask_once(self, method, attributes):
        self.was_authenticated = bool(self.nonce)
        own = [(USERNAME, self.username.encode()), (REALM, self.realm), (NONCE, self.nonce)] if self.nonce else []
        message, transaction = self._message(method, attributes + own, bool(self.nonce))
        self.socket.send(message)
        while True:
            answer = self.socket.recv(4096)
            kind, _, _ = struct.unpack("!HHI", answer[:8])
            if answer[8:20] == transaction:
                break
        found = attributes_in(answer)
        self.realm, self.nonce = found.get(REALM, self.realm), found.get(NONCE, self.nonce)
        if kind & 0x0110 == 0x0110:
            raise TurnError(found[ERROR][2] * 100 + found[ERROR][3], found[ERROR][4:].decode())
        return found

    def _message(self, kind, attributes, is_signed=False):
        transaction = secrets.token_bytes(12)
        body = b"".join(padded(number, value) for number, value in attributes)
        head = struct.pack("!HHI", kind, len(body) + (24 if is_signed else 0), COOKIE) + transaction
        if not is_signed:
            return head + body, transaction
        key = hashlib.md5(b":".join([self.username.encode(), self.realm, self.credential.encode()])).digest()
        return head + body + padded(INTEGRITY, hmac.new(key, head + body, hashlib.sha1).digest()), transaction


def padded(number, value):
    return struct.pack("!HH", number, len(value)) + value + bytes(-len(value) % 4)


def attributes_in(message):
    found, at = {}, 20
    while at < len(message):
        number, length = struct.unpack("!HH", message[at : at + 4])
        found.setdefault(number, message[at + 4 : at + 4 + length])
        at += 4 + length + -length % 4
    return found


def number_in(value):
    return struct.unpack("!I", value)[0]


def address_in(value):
    """An XOR-ed IPv4 address and its port."""
    port, address = struct.unpack("!HI", value[2:8])
    return socket.inet_ntoa(struct.pack("!I", address ^ COOKIE)), port ^ (COOKIE >> 16)


def address_as(peer):
    address = struct.unpack("!I", socket.inet_aton(peer[0]))[0]
    return struct.pack("!BBHI", 0, 1, peer[1] ^ (COOKIE >> 16), address ^ COOKIE)
