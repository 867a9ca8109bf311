"""Who gets which answer at which door, walked with real requests. A new endpoint without a line here fails the test.

The rows: a submission of PBS in Bulungan in the verifier's hands with one finding, one of PBS that is handed in and
free, and a Berita Acara of PBS in Tarakan. ``404`` is what a neighbour's row answers, ``403`` a door not for that role.
"""

WHO = (
    "stranger",
    "liaison",
    "rival",
    "neighbour",
    "centre",
    "verifier",
    "second",
    "far",
    "above",
    "head",
    "supervisor",
    "admin",
)

# A stranger who asks is led to the sign-in page (303); one who sends from no page of ours is refused (400).
MATRIX: dict[tuple[str, str], str] = {
    ("accounts.index", "GET"): "303 403 403 403 403 403 403 403 403 403 403 200",
    ("decrees.check", "GET"): "303 303 404 404 303 303 303 404 303 303 303 403",
    ("decrees.file", "GET"): "303 200 404 404 200 200 200 404 200 200 200 403",
    ("decrees.fill_again", "POST"): "400 422 404 404 422 403 403 403 403 403 403 403",
    ("decrees.index", "GET"): "303 200 200 200 200 200 200 200 200 200 200 403",
    ("decrees.picture", "GET"): "303 200 404 404 200 200 200 404 200 200 200 403",
    ("decrees.save", "POST"): "400 422 404 404 422 403 403 403 403 403 403 403",
    ("decrees.show", "GET"): "303 200 404 404 200 200 200 404 200 200 200 403",
    ("decrees.upload", "GET"): "303 200 404 404 200 403 403 403 403 403 403 403",
    ("decrees.upload", "POST"): "400 422 404 404 422 403 403 403 403 403 403 403",
    ("findings.index", "GET"): "303 200 200 200 200 200 200 200 200 200 200 403",
    ("findings.note", "POST"): "400 303 404 404 303 403 403 403 403 403 403 403",
    ("findings.why", "GET"): "303 200 404 404 200 200 200 404 200 200 200 403",
    ("handover.hand_in", "POST"): "400 303 404 404 303 403 403 403 403 403 403 403",
    ("handover.receipt", "GET"): "303 200 404 404 200 200 200 404 200 200 200 403",
    ("handover.receipt_file", "GET"): "303 303 404 404 303 303 303 404 303 303 303 403",
    ("handover.review", "GET"): "303 200 404 404 200 403 403 403 403 403 403 403",
    ("handover.settle", "POST"): "400 403 404 404 422 403 403 403 403 403 403 403",
    ("history.index", "GET"): "303 200 200 200 200 200 200 200 200 200 200 403",
    ("home.page", "GET"): "303 200 200 200 200 303 303 303 303 303 303 303",
    ("minutes.data", "GET"): "303 404 404 200 200 404 404 200 200 200 404 403",
    ("minutes.file", "GET"): "303 404 404 200 200 404 404 200 200 200 404 403",
    ("minutes.index", "GET"): "303 200 200 200 200 200 200 200 200 200 200 403",
    ("minutes.new", "GET"): "303 403 403 403 403 200 200 303 404 404 403 403",
    ("minutes.new", "POST"): "400 403 403 403 403 422 422 303 404 404 403 403",
    ("minutes.show", "GET"): "303 404 404 200 200 404 404 200 200 200 404 403",
    ("no_change.hand_in", "POST"): "400 422 404 404 422 403 403 403 403 403 403 403",
    ("no_change.page", "GET"): "303 200 404 404 200 403 403 403 403 403 403 403",
    ("portal.check", "GET"): "200 200 200 200 200 200 200 200 200 200 200 200",
    ("portal.check", "POST"): "422 422 422 422 422 422 422 422 422 422 422 422",
    ("portal.code", "GET"): "200 200 200 200 200 200 200 200 200 200 200 200",
    ("portal.home", "GET"): "200 200 200 200 200 200 200 200 200 200 200 200",
    ("review.answer", "POST"): "400 403 403 403 403 422 422 404 422 422 403 403",
    ("review.decide", "POST"): "400 403 403 403 403 422 422 404 422 422 403 403",
    ("review.let_go", "POST"): "400 403 403 403 403 303 409 404 403 403 403 403",
    ("review.queue", "GET"): "303 403 403 403 403 200 200 200 200 200 200 403",
    ("review.show", "GET"): "303 403 403 403 403 200 200 404 200 200 200 403",
    ("review.take", "POST"): "400 403 403 403 403 303 409 404 403 403 403 403",
    ("review.undo", "POST"): "400 403 403 403 403 303 409 404 403 403 403 403",
    ("session.enter", "GET"): "200 303 303 303 303 303 303 303 303 303 303 303",
    ("session.enter", "POST"): "200 200 200 200 200 200 200 200 200 200 200 200",
    ("session.leave", "POST"): "400 303 303 303 303 303 303 303 303 303 303 303",
}

# The same doors for a decree that was never handed in: it is nobody's business but the party's.
NOT_YET_HANDED_IN: dict[tuple[str, str], str] = {
    ("decrees.check", "GET"): "303 200 404 404 200 404 404 404 404 404 404 403",
    ("decrees.file", "GET"): "303 200 404 404 200 404 404 404 404 404 404 403",
    ("decrees.picture", "GET"): "303 200 404 404 200 404 404 404 404 404 404 403",
    ("decrees.show", "GET"): "303 200 404 404 200 404 404 404 404 404 404 403",
    ("findings.why", "GET"): "303 200 404 404 200 404 404 404 404 404 404 403",
    ("handover.receipt", "GET"): "303 404 404 404 404 404 404 404 404 404 404 403",
    ("review.show", "GET"): "303 403 403 403 403 404 404 404 404 404 404 403",
}
