"""A check that an article can end, in a module that a new process imports quickly."""

from __future__ import annotations

import os
import signal
from functools import partial

from frontline.claims import checker


def stopping(self, text, published, *options, **more):
    """Stand in for a check that ends the process for one article."""
    if "STOP" in text:
        os.kill(os.getpid(), signal.SIGKILL)
    return checker.Checker.whole(self, text, published, *options, **more)


class Stopping(partial):
    """Opens the land in a process, and lets an article end it."""

    def __call__(self):
        if not hasattr(checker.Checker, "whole"):
            checker.Checker.whole = checker.Checker.check
            checker.Checker.check = stopping
        return super().__call__()
