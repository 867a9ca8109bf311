"""E-mails to people who have no account: a way to open one, or why there is none."""

from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from urllib.parse import urlsplit
from uuid import UUID

from flask import current_app

from sipol.extensions import local_zone, now
from sipol.services.mail import way_out

FOOT = "Surel ini dikirim otomatis oleh {product}; jangan dibalas.\n"


def mail_to(email: str, subject: str, text: str, about: UUID) -> None:
    """Give one e-mail away. Raises MailDown and Returned as ``services.mail`` does."""
    public, product = str(current_app.config["SIPOL_PUBLIC_URL"]), str(current_app.config["SIPOL_NAME"])
    moment = now().astimezone(local_zone())
    message = EmailMessage()
    message["From"] = Address(product, addr_spec=str(current_app.config["SIPOL_MAIL_FROM"]))
    message["To"] = email
    message["Subject"] = subject
    message["Date"] = format_datetime(moment)
    message["Message-ID"] = f"<{about}.{moment:%Y%m%d%H%M%S%f}@{urlsplit(public).hostname}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(text + "\n" + FOOT.format(product=product))
    with way_out() as give:
        give(f"{moment:%Y%m%d-%H%M%S}-{about}", message)
