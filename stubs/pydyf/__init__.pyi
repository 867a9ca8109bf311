from collections.abc import Iterable, Mapping
from typing import Any

class Object:
    number: int | None
    @property
    def reference(self) -> bytes: ...

class Dictionary(Object, dict[str, Any]):
    def __init__(self, values: Mapping[str, Any] | None = None) -> None: ...

class Array(Object, list[Any]):
    def __init__(self, array: Iterable[Any] | None = None) -> None: ...

class Stream(Object):
    compress: bool
    @property
    def data(self) -> bytes: ...
    def __init__(
        self, stream: list[bytes] | None = None, extra: Mapping[str, Any] | None = None, compress: bool = False
    ) -> None: ...
