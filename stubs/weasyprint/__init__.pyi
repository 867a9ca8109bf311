from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from weasyprint.css import ColorProfile
from weasyprint.urls import URLFetcher

VERSION: str

class Attachment:
    def __init__(
        self,
        *,
        string: str | bytes,
        name: str | None = None,
        description: str | None = None,
        created: datetime | None = None,
        modified: datetime | None = None,
        relationship: str = "Unspecified",
    ) -> None: ...

class HTML:
    def __init__(self, *, string: str, url_fetcher: URLFetcher | None = None) -> None: ...
    def write_pdf(
        self,
        target: None = None,
        *,
        finisher: Callable[[Any, Any], None] | None = None,
        color_profiles: Mapping[str, ColorProfile] | None = None,
        pdf_variant: str | None = None,
        pdf_identifier: bytes | None = None,
        output_intent: str | None = None,
        attachments: Sequence[Attachment] | None = None,
    ) -> bytes: ...
