"""Socket.IO against socketio.json: refusals, frames, upgrade, limit, broadcasts."""
import json
import re
import unittest

from tests import contract
from tests.http import get, post, post_json, request
from tests.processes import Installation
from tests.run import wait_until
from tests.websocket import OPEN, WebSocket

MASKS = [(re.compile(r'"timestamp":[\d.]+'), '"timestamp":0'),
         (re.compile(r'"last_updated":"[^"]+"'), '"last_updated":""'),
         (re.compile(r'"sid":"[\w-]{20}"'), '"sid":""'), (re.compile(r"job_\d{16}"), "job")]
SID = re.compile(r'sid\\*":\\*"[\w-]{20}')
POLLING = "/socket.io/?EIO=4&transport=polling"
# The first has no answer at all; the others need what the recording does not hold: their body, or an earlier request.
NOT_ALONE = {"POST of 1 MiB + 1", "POST of 1 MiB", "poll after 17 packets", "poll after 16 packets",
             "two polls at once", "accept-encoding gzip, small answer", "gzip of an answer above 1024 bytes"}
HEARTBEAT = {"2", "3"}


def masked(text: str) -> str:
    for pattern, replacement in MASKS:
        text = pattern.sub(replacement, text)
    return text


def dechunked(body: bytes) -> str:
    parts = []
    while body:
        size, _, rest = body.partition(b"\r\n")
        parts.append(rest[:int(size, 16)])
        body = rest[int(size, 16) + 2:]
    return b"".join(parts).decode()


class Sockets(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.recorded = contract.load("recordings/socketio")["backup_server_up"]

    def setUp(self):
        self.installation = Installation(True)
        self.addCleanup(self.installation.__exit__)
        self.port = self.installation.api.port

    def open(self, *arguments, **options) -> WebSocket:
        made = WebSocket(self.port, *arguments, **options)
        self.addCleanup(made.close)
        return made

    def connected(self) -> WebSocket:
        made = self.open()
        made.receive()
        made.send("40")
        made.receive(), made.receive()
        return made

    def known_clients(self) -> int:
        return get(self.port, "/api/health").json()["system_metrics"]["active_websocket_connections"]

    def test_http_exchanges(self):
        for name, case in self.recorded["http_errors"].items():
            with self.subTest(name):
                if name in NOT_ALONE:
                    self.skipTest("not to be sent alone: tests of its own, or by hand")
                self._compare_http(case)
                print(f"socketio: {name}: same")

    def _compare_http(self, case: dict) -> None:
        wanted, recorded = case["request"], case["response"]
        path = wanted["path"]
        if re.search(r"sid=[\w-]{20}", path):
            path = re.sub(r"sid=[\w-]{20}", f"sid={self._new_session()}", path)
        answer = request(self.port, wanted["method"], path, list(wanted["headers"].items()),
                         wanted.get("body", "").encode())
        body = answer.body.decode() if answer.header("Transfer-Encoding") is None else dechunked(answer.body)
        volatile = {"Date", "Server"}
        self.assertEqual((recorded["status"], recorded["reason"]), (answer.status, answer.reason))
        self.assertEqual([tuple(h) for h in recorded["headers"] if h[0] not in volatile],
                         [h for h in answer.headers if h[0] not in volatile])
        self.assertEqual(SID.sub("", recorded["body"]), SID.sub("", body))

    def _new_session(self) -> str:
        return json.loads(dechunked(get(self.port, POLLING).body)[1:])["sid"]

    def test_frames(self):
        """Every packet of the recording, in order, over one WebSocket; what is unanswered stays so."""
        socket = self.open()
        self.assertTrue(socket.receive().startswith('0{"sid":'))
        for name, frames in self.recorded["ws_packets"].items():
            with self.subTest(name):
                if name == "binary frame":
                    socket.send_bytes(b"\x01\x02")
                if name == "engine close":
                    continue
                expected = [f["frame"] for f in frames if f["dir"] == "in" and f["frame"] not in HEARTBEAT]
                for frame in frames:
                    if frame["dir"] == "out" and "note" not in frame:
                        socket.send(frame["frame"])
                self._expect(socket, expected)
                print(f"socketio: {name}: same")
        socket.send("41")
        self._answered_next(socket)

    def _expect(self, socket: WebSocket, expected: list[str]) -> None:
        got = []
        while len(got) < len(expected):
            frame = socket.receive()
            if frame == "2":
                socket.send("3")
            else:
                got.append(frame)
        self.assertEqual(sorted(map(masked, expected)), sorted(map(masked, got)))

    def _answered_next(self, socket: WebSocket) -> None:
        """Nothing unasked came before the answer to this: silence was silence."""
        socket.send("40/none,")
        self._expect(socket, ['44/none,"Unable to connect"'])

    def test_handshakes(self):
        for name, options, deflate in (("ws_direct", {}, True),
                                       ("ws_same_origin", {"origin": "http://localhost:9090"}, True),
                                       ("ws_without_permessage_deflate", {"deflate": False}, False)):
            with self.subTest(name):
                socket = self.open(**options)
                self.assertEqual((101, deflate), (socket.status, socket.deflate))
                self.assertEqual('0{"sid":"","upgrades":[],"pingTimeout":20000,"pingInterval":10000}',
                                 masked(socket.receive()))
        self.assertEqual(400, self.open(origin="http://evil.example").status)
        self.assertEqual(400, self.open(f"{OPEN}&sid=nope").status)

    def test_connect_status_comes_first(self):
        socket = self.open()
        socket.receive()
        socket.send("40")
        self.assertTrue(socket.receive().startswith('42["status",{"connected":true,"server_running":true,'))
        self.assertTrue(socket.receive().startswith('40{"sid":"'))

    def test_upgrade_from_polling(self):
        sid = self._new_session()
        socket = self.open(f"{OPEN}&sid={sid}")
        socket.send("2probe")
        self.assertEqual("3probe", socket.receive())
        self.assertEqual("6", dechunked(get(self.port, f"{POLLING}&sid={sid}").body))
        socket.send("5")
        self.assertEqual("6", socket.receive())
        socket.send("40")
        self.assertTrue(socket.receive().startswith('42["status"'))

    def test_heartbeat(self):
        socket = self.connected()
        self.assertEqual("2", socket.receive(15))

    def test_too_large_message_ends_in_http_text(self):
        socket = self.connected()
        socket.send("4" + "x" * (1024 * 1024))
        with self.assertRaises(EOFError):
            socket.receive()
        self.assertEqual(1002, socket.close_code)

    def test_polling_takes_sixteen_packets_and_no_more(self):
        for count, answered in ((16, 16), (17, 1)):
            sid = self._polling_session()
            self._poll_post(sid, "\x1e".join(['42["ping"]'] * count))
            if count > 16:
                self._poll_post(sid, '42["ping"]')  # what is answered to this one alone
            pongs = []
            while len(pongs) < answered:
                pongs += dechunked(get(self.port, f"{POLLING}&sid={sid}").body).split("\x1e")
            self.assertEqual([True] * answered, ["pong" in pong for pong in pongs])

    def _polling_session(self) -> str:
        sid = self._new_session()
        self._poll_post(sid, "40")
        self.assertIn('42["status"', dechunked(get(self.port, f"{POLLING}&sid={sid}").body))
        return sid

    def _poll_post(self, sid: str, body: str) -> None:
        self.assertEqual("OK", dechunked(post(self.port, f"{POLLING}&sid={sid}", "text/plain", body.encode()).body))

    def test_eleventh_client_is_rejected(self):
        ten = [self.connected() for _ in range(10)]
        self.assertEqual(10, self.known_clients())
        eleventh = self.open()
        eleventh.receive()
        eleventh.send("40")
        self.assertEqual('44{"message":"Connection rejected by server"}', eleventh.receive())
        ten[0].close()
        wait_until(self.known_clients, lambda count: count == 9)
        eleventh.send("40")
        self.assertTrue(eleventh.receive().startswith('42["status"'))

    def test_housekeeping_forgets_a_quarter(self):
        [self.connected() for _ in range(10)]
        self.assertEqual(8, wait_until(self.known_clients, lambda count: count < 10))

    def test_cancel_leaked_job(self):
        recorded, socket = self.recorded["cancel_leaked_job"], self.connected()
        post(self.port, "/api/start_backup")
        job = get(self.port, "/api/cancelable_jobs").json()["jobs"][0]["job_id"]
        post(self.port, f"/api/cancel/{job}")
        post(self.port, "/api/cancel_all")
        self._expect(socket, [frame["frame"] for frame in recorded["frames"]])
        post_json(self.port, "/api/cancel/none", {})
        socket.send('42["request_status",{}]')
        self._expect(socket, [frame["frame"] for frame in recorded["last_known"] if frame["dir"] == "in"])


if __name__ == "__main__":
    unittest.main()
