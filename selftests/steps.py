# SPDX-License-Identifier: GPL-2.0-only
"""
A program that is led from system call to system call, with all that it starts
(ptrace): so that it can be killed, or made to wait, at each of them.
"""
import ctypes
import os
import signal
import struct

TRACEME, SYSCALL, DETACH, SETOPTIONS = 0, 24, 17, 0x4200
SYSGOOD, FORK, VFORK, CLONE, EXEC, SECCOMP = 1, 2, 4, 8, 16, 128
EXITKILL = 1 << 20
EVENT_EXEC, EVENT_SECCOMP = 4, 7
WALL = 0x40000000
CONT = 7
PR_SET_SECCOMP, MODE_FILTER = 22, 2
RET_TRACE, RET_ALLOW = 0x7ff00000, 0x7fff0000
SOCKET = {"x86_64": 41, "aarch64": 198}[os.uname().machine]
LIBC = ctypes.CDLL(None, use_errno=True)
LIBC.ptrace.restype = ctypes.c_long
LIBC.ptrace.argtypes = (ctypes.c_long, ctypes.c_int, ctypes.c_void_p,
                        ctypes.c_void_p)


def ptrace(request, pid, data=0):
    """The call, with errors raised."""
    if LIBC.ptrace(request, pid, None, data) < 0:
        raise OSError(ctypes.get_errno(), "ptrace %d" % request)


def trace_sockets():
    """Have a tracer told of each socket() from now on."""
    code = [struct.pack("=HBBI", *line) for line in (
        (0x20, 0, 0, 0),		# the number of the call
        (0x15, 0, 1, SOCKET),		# is it that one?
        (0x06, 0, 0, RET_TRACE),
        (0x06, 0, 0, RET_ALLOW))]
    buffer = ctypes.create_string_buffer(b"".join(code))
    prog = struct.pack("@HP", len(code), ctypes.addressof(buffer))
    if LIBC.prctl(PR_SET_SECCOMP, MODE_FILTER, prog, 0, 0):
        raise OSError(ctypes.get_errno(), "prctl")


class Steps:
    """
    A program under way. Each begin and each end of a system call of any of
    its processes is a step. Before the first one, its program has been
    started, or with `socket`, it is about to open its first socket: before
    that a tool has loaded its libraries and nothing has left it.
    """

    def __init__(self, words, stdin=os.devnull, output=os.devnull,
                 socket=False):
        self.pid = os.fork()
        if not self.pid:
            for path, flags, number in ((stdin, os.O_RDONLY, 0),
                                        (output, os.O_WRONLY, 1),
                                        (output, os.O_WRONLY, 2)):
                os.dup2(os.open(path, flags), number)
            ptrace(TRACEME, 0)
            if socket:
                trace_sockets()
            os.kill(os.getpid(), signal.SIGSTOP)
            os.execvp(words[0], words)
        os.waitpid(self.pid, WALL)
        ptrace(SETOPTIONS, self.pid,
               SYSGOOD | EXITKILL | FORK | VFORK | CLONE | EXEC | SECCOMP)
        self.pids = {self.pid}
        self.status = None
        self.stopped = self.pid
        self.seen = 0
        event = EVENT_SECCOMP if socket else EVENT_EXEC
        while self.seen >> 8 != signal.SIGTRAP | event << 8:
            ptrace(CONT, self.stopped)
            self.stopped, self.seen = os.waitpid(-1, WALL)
            if not os.WIFSTOPPED(self.seen):
                raise OSError("%s ends early" % words)

    def gone(self, pid, status):
        """One of the processes has ended."""
        self.pids.discard(pid)
        if pid == self.pid:
            self.status = os.waitstatus_to_exitcode(status)

    def step(self):
        """On to the next step; False when there is none any more."""
        while self.pids:
            if self.stopped in self.pids:
                ptrace(SYSCALL, self.stopped, self.signal())
            self.stopped, self.seen = os.waitpid(-1, WALL)
            if os.WIFSTOPPED(self.seen):
                self.pids.add(self.stopped)
                if os.WSTOPSIG(self.seen) == signal.SIGTRAP | 0x80:
                    return True
            else:
                self.gone(self.stopped, self.seen)
        return False

    def signal(self):
        """What the process that stands is to get: signals of others."""
        number = os.WSTOPSIG(self.seen) if self.seen else 0
        return 0 if number & 0x7f in (signal.SIGTRAP, signal.SIGSTOP) else \
            number

    def steps(self, number):
        """That many; False when it has ended before."""
        return all(self.step() for _ in range(number))

    def kill(self):
        """
        All its processes at one blow. One that had just been started is told
        of behind the end of who started it: all are gone when there is nobody
        left to wait for.
        """
        for pid in self.pids:
            os.kill(pid, signal.SIGKILL)
        while True:
            try:
                pid, status = os.waitpid(-1, WALL)
            except ChildProcessError:
                break
            if os.WIFSTOPPED(status):
                os.kill(pid, signal.SIGKILL)
            else:
                self.gone(pid, status)

    def go(self):
        """Let it go on by itself to its end; its exit status."""
        while self.step():
            pass
        return self.status
