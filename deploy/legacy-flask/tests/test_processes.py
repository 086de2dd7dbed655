"""How the processes start and stop."""
import os
import signal
import socket
import subprocess
import sys
import unittest

from tests.http import get, post
from tests.processes import HERE, Server

SCRIPTS = ("api.py", "backup.py")


class Processes(unittest.TestCase):
    def test_end_of_standard_input_ends_the_process(self):
        for script in SCRIPTS:
            with self.subTest(script):
                self.assertEqual(0, Server(script).stop())

    @unittest.skipIf(os.name == "nt", "Windows has no SIGTERM to send")
    def test_signals_end_the_process(self):
        for script in SCRIPTS:
            for number in (signal.SIGTERM, signal.SIGINT):
                with self.subTest(script, number=number):
                    process = self._start(script)
                    process.send_signal(number)
                    self.assertEqual(0, process.wait(20))

    def test_port_in_use_is_one_clear_line(self):
        with socket.create_server(("127.0.0.1", 0)) as taken:
            for script in SCRIPTS:
                with self.subTest(script):
                    ended = subprocess.run([sys.executable, HERE / script, "--port", str(taken.getsockname()[1])],
                                           capture_output=True, text=True, timeout=20)
                    self.assertEqual(2, ended.returncode)
                    self.assertRegex(ended.stderr, rf"^{script}: cannot listen on .* choose another --host or --port")
                    self.assertEqual(1, ended.stderr.count("\n"))

    def test_numbers_out_of_range_are_refused(self):
        for script, option, value in (("api.py", "--port", "65536"), ("api.py", "--connection-limit", "0"),
                                      ("api.py", "--backup-port", "0"), ("backup.py", "--checksum-rate", "0")):
            with self.subTest(option):
                ended = subprocess.run([sys.executable, HERE / script, option, value], capture_output=True, text=True,
                                       timeout=20)
                self.assertEqual(2, ended.returncode)
                self.assertIn(value, ended.stderr)

    def test_connection_limit_can_be_lifted(self):
        server = Server("api.py", "--connection-limit", "off")
        self.addCleanup(server.stop)
        for _ in range(20):
            hanging = socket.create_connection(("127.0.0.1", server.port))
            self.addCleanup(hanging.close)
            hanging.sendall(b"POST /api/connect HTTP/1.1\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n")
        self.assertEqual(200, get(server.port, "/api/status").status)

    def test_script_mode_lacks_five_routes(self):
        server = Server("api.py", "--script-mode")
        self.addCleanup(server.stop)
        self.assertEqual([404, 404, 404], [get(server.port, f"/api/{path}").status
                                           for path in ("perf", "perf/job_1", "cancelable_jobs")])
        self.assertEqual([405, 405], [post(server.port, f"/api/{path}").status for path in ("cancel/job_1", "cancel_all")])

    def _start(self, script: str) -> subprocess.Popen:
        process = subprocess.Popen([sys.executable, HERE / script, "--port", "0"], stdout=subprocess.PIPE)
        self.addCleanup(process.stdout.close)
        process.stdout.readline()
        return process


if __name__ == "__main__":
    unittest.main()
