"""The child: a file on standard input, the answer on standard output; the status says what the answer is.

Arguments: ``module:function``, its options as JSON, seconds, megabytes of address space, megabytes of answer.
"""

import errno
import json
import os
import resource
import sys
import traceback
from collections.abc import Callable
from importlib import import_module
from inspect import isgeneratorfunction
from typing import Any

from sipol.rules.errors import Unreadable
from sipol.sandbox.parent import CRAMPED, REFUSED, SAID, UNFIT

NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT})


def main(call: str, options: str, seconds: int, memory_mb: int, output_mb: int) -> int:
    """Take the limits upon oneself, do the task, answer. 0: the answer; REFUSED: a sentence; CRAMPED: no room."""
    # The caller's clock ends a child; this ends one whose caller died. Two threads may be at work.
    _hold(resource.RLIMIT_CPU, 2 * seconds)
    _hold(resource.RLIMIT_AS, memory_mb << 20)
    _hold(resource.RLIMIT_FSIZE, output_mb << 20)
    _hold(resource.RLIMIT_CORE, 0)
    module, _, name = call.partition(":")
    try:
        task = getattr(import_module(module), name)
    except (ImportError, AttributeError, SyntaxError):
        traceback.print_exc()
        return UNFIT
    try:
        return _answer(task, json.loads(options))
    except OSError as full:
        if full.errno not in NO_ROOM:
            raise
        traceback.print_exc()
        return CRAMPED


def _answer(task: Callable[..., Any], options: dict[str, Any]) -> int:
    out = sys.stdout.buffer
    try:
        if isgeneratorfunction(task):
            for piece in task(sys.stdin.buffer, **options):
                out.write(piece)
        else:
            told = task(sys.stdin.buffer.read(), **options)
            out.write(
                told if isinstance(told, bytes) else json.dumps(told, default=lambda each: each.to_json()).encode()
            )
    except Unreadable as error:
        out.write(SAID + str(error).encode())
        out.flush()
        return REFUSED
    out.flush()
    return 0


def _hold(kind: int, most: int) -> None:
    """Set a limit, or the lower one that stands already."""
    hard = resource.getrlimit(kind)[1]
    bound = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(kind, (bound, bound))


if __name__ == "__main__":
    # Whatever a broken file left behind in a library is not tidied up, it ends here.
    os._exit(main(sys.argv[1], sys.argv[2], *map(int, sys.argv[3:6])))
