"""
Opens cases over HTTP as fast as the server answers, and counts them.

A process of its own that costs little: kept-alive connections in one loop over epoll, with the
bytes of each call made beforehand. Prints one line of JSON.
"""

from __future__ import annotations

import json
import select
import socket
import sys
import time

BODY = {
    "answers": {"depth": "deep", "across": "lid", "where_in_road": "lane", "danger": False},
    "location": {"postcode": "M6 5WG"},
    "contact": {
        "name": "Amina Yusuf",
        "email": "amina@example.org",
        "telephone": "0161 496 0188",
    },
}
PATH = "/api/v1/services/report-pothole/cases"


def calls(*, keys: list[str], port: int) -> list[bytes]:
    """Make the bytes of a call with each key."""
    body = json.dumps(BODY).encode()
    return [
        (
            f"POST {PATH} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAuthorization: Bearer {key}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        ).encode()
        + body
        for key in keys
    ]


def is_whole(answer: bytes) -> bool:
    """Say whether an answer has come to its end."""
    head, found, rest = answer.partition(b"\r\n\r\n")
    if not found:
        return False
    at = head.lower().find(b"content-length:")
    return len(rest) >= int(head[at + 15 :].split(b"\r\n", 1)[0])


def drive(*, port: int, keys: list[str], connections: int, seconds: float) -> dict[str, object]:
    """Open cases for some seconds, and give how many and how fast."""
    sent = calls(keys=keys, port=port)
    poll = select.epoll()
    sockets: dict[int, socket.socket] = {}
    answers: dict[int, bytes] = {}
    began: dict[int, float] = {}
    took: list[float] = []
    refused: dict[str, int] = {}
    turn = 0
    start = time.perf_counter()
    for _ in range(connections):
        one = socket.create_connection(("127.0.0.1", port))
        one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        sockets[one.fileno()] = one
        answers[one.fileno()] = b""
        poll.register(one.fileno(), select.EPOLLIN)
        turn += 1
        began[one.fileno()] = time.perf_counter()
        one.sendall(sent[turn % len(sent)])
    end = start + seconds
    busy = len(sockets)
    while busy:
        for number, _event in poll.poll(1):
            part = sockets[number].recv(65536)
            if not part:
                raise ConnectionError("the server closed a connection")
            answers[number] += part
            if not is_whole(answers[number]):
                continue
            now = time.perf_counter()
            took.append(now - began[number])
            status = answers[number][9:12].decode()
            if status != "201":
                refused[status] = refused.get(status, 0) + 1
            answers[number] = b""
            if now >= end:
                busy -= 1
                poll.unregister(number)
                continue
            turn += 1
            began[number] = now
            sockets[number].sendall(sent[turn % len(sent)])
    whole = time.perf_counter() - start
    took.sort()
    opened = len(took) - sum(refused.values())
    return {
        "opened": opened,
        "seconds": whole,
        "rate": opened / whole,
        "median_ms": 1000 * took[len(took) // 2],
        "p95_ms": 1000 * took[len(took) * 95 // 100],
        "refused": refused,
    }


if __name__ == "__main__":
    print(json.dumps(drive(**json.load(sys.stdin))))
