from collections.abc import Collection

class FatalURLFetchingError(BaseException): ...

class URLFetcher:
    def __init__(
        self, *, allowed_protocols: Collection[str] | None = None, fail_on_errors: bool = False
    ) -> None: ...
