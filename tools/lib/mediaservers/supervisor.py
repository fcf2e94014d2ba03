# SPDX-License-Identifier: Apache-2.0
# Copyright (c) the project authors

"""Keeps programs running as long as the process that asked for it runs."""

import os
import selectors
import time

# One that ends at once is started again after a second, then two, four, up to this.
WAIT_SECONDS_MAX = 30
# One that ran for so long is started again without a wait.
SETTLED_SECONDS = 5
TRIM_SECONDS = 60


class Restarts:
    """When a program that ended is started again; time comes in as an argument."""

    def __init__(self):
        self.wait = 0
        self.started = None

    def starting(self, now):
        self.started = now

    def ended(self, now):
        """Gives the moment to start it again."""
        if now - self.started >= SETTLED_SECONDS:
            self.wait = 0
        moment = now + self.wait
        self.wait = min(max(1, 2 * self.wait), WAIT_SECONDS_MAX)
        return moment


class Supervisor:
    """`say` gets a line whenever something happened."""

    def __init__(self, programs, parent, say):
        self.programs = programs
        self.restarts = {program: Restarts() for program in programs}
        self.due = {}
        self.say = say
        self.selector = selectors.DefaultSelector()
        self.handles = {}
        # Readable once the process has ended.
        self.parent = os.pidfd_open(parent)
        self.selector.register(self.parent, selectors.EVENT_READ)

    def start(self, program):
        program.start()
        self.restarts[program].starting(time.monotonic())
        self.handles[program] = os.pidfd_open(program.process.pid)
        self.selector.register(self.handles[program], selectors.EVENT_READ, program)

    def run(self):
        """Returns once the parent is gone and everything has stopped."""
        try:
            while self._wait():
                self._start_what_is_due()
        finally:
            for program in self.programs:
                program.stop()

    def _wait(self):
        now = time.monotonic()
        seconds = min([moment - now for moment in self.due.values()] + [TRIM_SECONDS])
        for key, _ in self.selector.select(max(seconds, 0)):
            if key.fd == self.parent:
                return False
            self._ended(key.data)
        for program in self.programs:
            program.trim_log()
        return True

    def _ended(self, program):
        handle = self.handles.pop(program)
        self.selector.unregister(handle)
        os.close(handle)
        code = program.process.wait()
        self.due[program] = self.restarts[program].ended(time.monotonic())
        wait = self.due[program] - time.monotonic()
        self.say(f"{program.name} ended with code {code}; it is started again in {max(wait, 0):.0f} s")

    def _start_what_is_due(self):
        now = time.monotonic()
        for program in [program for program, moment in self.due.items() if moment <= now]:
            del self.due[program]
            self.start(program)
