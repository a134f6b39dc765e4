"""A small TCP proxy that lets through, hangs, or cuts: how a network fails, on the loopback interface."""

import socket
import time
from threading import Event, Thread

HERE = "127.0.0.1"
AT_ONCE = 65_536
GLANCE = 0.05  # seconds; how soon a change is noticed


class Proxy:
    """``port`` leads to ``target``. While it ``hangs``, whatever is said waits; ``cut`` ends what is open."""

    def __init__(self, target: int) -> None:
        self.target = target
        self._flows, self._ended = Event(), Event()
        self._flows.set()
        self._open: list[socket.socket] = []
        self._listener = socket.create_server((HERE, 0))
        self.port: int = self._listener.getsockname()[1]
        Thread(target=self._accept, daemon=True).start()

    def hang(self) -> None:
        self._flows.clear()

    def flow(self) -> None:
        self._flows.set()

    def cut(self) -> None:
        for each in self._open:
            _close(each)
        self._open.clear()

    def end(self) -> None:
        self._ended.set()
        self._flows.set()
        _close(self._listener)
        self.cut()

    def _accept(self) -> None:
        while not self._ended.is_set():
            try:
                near, _address = self._listener.accept()
            except OSError:
                return
            self._open.append(near)
            Thread(target=self._join, args=[near], daemon=True).start()

    def _join(self, near: socket.socket) -> None:
        self._flows.wait()
        try:
            far = socket.create_connection((HERE, self.target), timeout=5)
        except OSError:
            _close(near)
            return
        far.settimeout(None)
        self._open.append(far)
        for source, sink in ((near, far), (far, near)):
            Thread(target=self._pass_on, args=[source, sink], daemon=True).start()

    def _pass_on(self, source: socket.socket, sink: socket.socket) -> None:
        try:
            while heard := source.recv(AT_ONCE):
                while not self._flows.is_set():
                    time.sleep(GLANCE)
                sink.sendall(heard)
        except OSError:
            """Cut, by us or by one of the two: the other one learns of it."""
        _close(source)
        _close(sink)


def _close(end: socket.socket) -> None:
    try:
        end.shutdown(socket.SHUT_RDWR)
    except OSError:
        """It was not connected any more."""
    end.close()
