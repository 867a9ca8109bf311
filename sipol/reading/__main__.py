"""The child of ``read_decree_safely``: a PDF on standard input, JSON on standard output.

Arguments: seconds of processor time and megabytes of address space this process may use.
"""

import json
import resource
import sys

from sipol.reading.decree import read_decree
from sipol.reading.scan.work import recognised
from sipol.rules.errors import Unreadable


def main(seconds: int, memory_mb: int) -> None:
    """Take the limits upon oneself, read, answer."""
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_AS, (memory_mb << 20, memory_mb << 20))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        answer: dict[str, object] = {"reading": read_decree(sys.stdin.buffer.read(), recognised).to_json()}
    except Unreadable as error:
        answer = {"unreadable": str(error)}
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
