"""Frozen dataclasses to plain JSON and back, and the one form in which JSON is digested."""

import json
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import UTC, date, datetime
from enum import Enum
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

Json = None | bool | int | str | list["Json"] | dict[str, "Json"]


def canonical(value: Json) -> bytes:
    """The canonical form, after RFC 8785 (JSON Canonicalization Scheme).

    UTF-8 without a byte order mark, no space between tokens, object keys sorted, strings escaped only where
    JSON demands it, letters written as themselves. Keys are ASCII and numbers are whole, so the sorting by
    UTF-16 units and the number format of the RFC ask for nothing more. Text is taken as it is: no Unicode
    normalisation.
    """
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return text.encode()


def encode(value: object) -> Json:
    """A dataclass becomes an object, a tuple a list, a date ISO text, an aware moment ISO text in UTC."""
    if is_dataclass(value):
        return {field.name: encode(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple):
        return [encode(item) for item in value]
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise ValueError("a moment without a zone cannot be kept")
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Enum):
        return encode(value.value)
    if value is None or isinstance(value, str | int):
        return value
    raise TypeError(f"{type(value).__name__} has no place in plain data")


def decode(shape: Any, value: object) -> Any:
    """The inverse of ``encode`` for a type ``shape``; ValueError when ``value`` is not of that shape."""
    if get_origin(shape) is UnionType:
        wanted = next(option for option in get_args(shape) if option is not type(None))
        return None if value is None else decode(wanted, value)
    if get_origin(shape) is tuple:
        if not isinstance(value, list):
            raise ValueError("a list is expected")
        return tuple(decode(get_args(shape)[0], item) for item in value)
    if is_dataclass(shape):
        return _record(shape, value)
    if shape in (date, datetime):
        return shape.fromisoformat(_as(str, value))
    if issubclass(shape, Enum):
        return shape(value)
    return _as(shape, value)


def _record(shape: Any, value: object) -> Any:
    if not isinstance(value, Mapping):
        raise ValueError(f"{shape.__name__} is expected")
    known = {field.name: field for field in fields(shape)}
    if unknown := value.keys() - known.keys():
        raise ValueError(f"{shape.__name__} has no {sorted(unknown)}")
    needed = {name for name, field in known.items() if field.default is MISSING}
    if missing := needed - value.keys():
        raise ValueError(f"{shape.__name__} lacks {sorted(missing)}")
    hints = get_type_hints(shape)
    return shape(**{name: decode(hints[name], item) for name, item in value.items()})


def _as(shape: type, value: object) -> Any:
    # bool is an int to Python, but a count that says "true" is no count.
    if type(value) is not shape:
        raise ValueError(f"{shape.__name__} is expected, not {type(value).__name__}")
    return value
