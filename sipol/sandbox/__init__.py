"""Strangers' files are opened in a process of their own, held to time and memory, so that they bring down nothing else.

Standard library only: the child that is started for a file loads what that file's task needs and nothing besides.
"""

from sipol.sandbox.parent import AT_ONCE, Task, at_most, run, streamed

__all__ = ["AT_ONCE", "Task", "at_most", "run", "streamed"]
