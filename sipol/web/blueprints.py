"""Every set of pages for people with an account."""

from flask import Blueprint

from sipol.web.access import bp as access
from sipol.web.accounts import bp as accounts
from sipol.web.advice import bp as advice
from sipol.web.as_it_stood import bp as as_it_stood
from sipol.web.completeness import bp as completeness
from sipol.web.coverage import bp as coverage
from sipol.web.dashboard import bp as dashboard
from sipol.web.decrees import bp as decrees
from sipol.web.delegations import bp as delegations
from sipol.web.disclosures import bp as disclosures
from sipol.web.duplicates import bp as duplicates
from sipol.web.factors import bp as factors
from sipol.web.findings import bp as findings
from sipol.web.handover import bp as handover
from sipol.web.history import bp as history
from sipol.web.home import bp as home
from sipol.web.leaving import bp as leaving
from sipol.web.likeness import bp as likeness
from sipol.web.member import bp as member
from sipol.web.member_columns import bp as member_columns
from sipol.web.members import bp as members
from sipol.web.minutes import bp as minutes
from sipol.web.no_change import bp as no_change
from sipol.web.notices import bp as notices
from sipol.web.offices import bp as offices
from sipol.web.people import bp as people
from sipol.web.periods import bp as periods
from sipol.web.quotas import bp as quotas
from sipol.web.recap import bp as recap
from sipol.web.resets import bp as resets
from sipol.web.review import bp as review
from sipol.web.rulings import bp as rulings
from sipol.web.sampling import bp as sampling
from sipol.web.security import bp as security
from sipol.web.session import bp as session
from sipol.web.signatures import bp as signatures
from sipol.web.team import bp as team
from sipol.web.verification import bp as verification
from sipol.web.voters import bp as voters

BLUEPRINTS: tuple[Blueprint, ...] = (
    session,
    security,
    factors,
    resets,
    home,
    history,
    review,
    as_it_stood,
    completeness,
    coverage,
    dashboard,
    decrees,
    findings,
    handover,
    delegations,
    members,
    member,
    member_columns,
    people,
    periods,
    verification,
    rulings,
    advice,
    sampling,
    duplicates,
    likeness,
    minutes,
    signatures,
    no_change,
    offices,
    notices,
    quotas,
    recap,
    voters,
    accounts,
    access,
    team,
    disclosures,
    leaving,
)
