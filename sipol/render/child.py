"""Reading a paper back in a child process with limits: anybody may send a file, and says it is ours."""

import json

from sipol.sandbox import Task, run

NO_LOOK = (
    "Berkas ini tidak dapat diperiksa dengan aman oleh mesin. Pilih berkas PDF asli yang diunduh dari Sipol, "
    "atau periksa dokumen dengan kode yang tercetak padanya."
)

CARRIED = Task("sipol.render.proof:carried_digest", 10, 512, too_slow=NO_LOOK, gave_up=NO_LOOK)


def carried_digest_safely(pdf: bytes) -> str:
    """``carried_digest`` in a child process: 10 s, 512 MB.

    Raises Unreadable with the sentence of ``read_back``, or with one for a file that took too long or brought the
    child down, and Busy after 10 s without a free place.
    """
    return str(json.loads(run(CARRIED, pdf)))
