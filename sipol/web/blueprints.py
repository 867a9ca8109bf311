"""Every set of pages for people with an account."""

from flask import Blueprint

from sipol.web.history import bp as history
from sipol.web.home import bp as home
from sipol.web.session import bp as session

BLUEPRINTS: tuple[Blueprint, ...] = (session, home, history)
