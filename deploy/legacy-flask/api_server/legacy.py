"""All that the server remembers, in one place (contract 4). Nothing survives a restart."""
import contextlib

from api_server.executor import Executor
from api_server.general_status import GeneralStatus
from api_server.jobs import Jobs
from api_server.limits import AddressCounters
from api_server.metrics import Metrics
from api_server.monitor import Monitor
from api_server.performance import Performance
from api_server.reachability import is_reachable
from api_server.sockets import Sockets
from api_server.system_samples import SystemSamples


class Legacy:
    def __init__(self, options):
        self.options = options
        self.server_config = {"host": options.backup_host, "port": options.backup_port, "username": options.username}
        self.status = GeneralStatus()
        self.connection_established = False
        self.jobs = Jobs()
        self.executors: dict[str, Executor] = {}
        self.performance = Performance()
        self.counters = AddressCounters(options.connection_limit)
        self.metrics = Metrics()
        self.samples = SystemSamples(options.system_samples)
        self.monitor = Monitor(options.root / "received_files", self.jobs.verification_reported)
        self.sockets = Sockets(self)

    def backup_server_is_reachable(self) -> bool:
        return is_reachable(self.server_config)

    @contextlib.contextmanager
    def running(self):
        """Background threads; at the end no client process is left behind."""
        if self.options.monitor:
            self.monitor.start()
        self.samples.start()
        try:
            yield
        finally:
            self.monitor.stop()
            for executor in list(self.executors.values()):
                executor.kill()
