"""The name of the rules changes with the rules: whoever changes a table raises it, and writes the new digest here."""

import json
from hashlib import sha256

from sipol.rules import (
    completeness,
    coverage,
    duplicates,
    findings,
    identity,
    indications,
    member_life,
    offices,
    quotas,
    reasons,
    ruleset,
    sampling,
    workflow,
)

KNOWN = {"sipol-rules 2": "ecd5821676a7d5d9f8009908910c247522246e6c95042a732bc821ed16a52639"}
"""Name of the rules, digest of their tables."""


def told(thing: object) -> object:
    """A table as JSON that is the same in every run."""
    if isinstance(thing, dict):
        return sorted([told(key), told(value)] for key, value in thing.items())
    if isinstance(thing, frozenset | set):
        return sorted(map(str, thing))
    if isinstance(thing, list | tuple):
        return [told(one) for one in thing]
    return str(thing)


def test_the_rules_have_another_name_when_a_table_is_another() -> None:
    tables = (
        *(list(kind) for kind in (completeness.Object, findings.Field, findings.Answer, offices.DoubtCode)),
        completeness.SOON, completeness.LEAST_WOMEN, coverage.PERCENT_OF_DISTRICTS, quotas.PERCENT_OF_REGENCIES,
        duplicates.TABLE, findings.ACROSS, findings.HARMLESS, findings.ASKS_FOR_REPAIR, findings.CLEAR,
        identity.LENGTH, identity.PROVINCES, list(indications.INDICATIONS), indications.BLOCKING,
        indications.VOTING_AGE, indications.BARRED_OCCUPATIONS, indications.RETIRED, member_life.NEEDS_MEMBER_REASON,
        offices.NEED_OFFICE, offices.NEEDED, offices.ENDING, list(reasons.ReasonCode), reasons.REASONS_OF,
        sampling.CHI_SQUARE, sampling.MARGIN, sampling.CONCLUSIONS, workflow.MOVES, workflow.OUTCOMES,
    )  # fmt: skip
    digest = sha256(json.dumps(told(tables)).encode()).hexdigest()
    assert KNOWN.get(ruleset.RULESET) == digest, "raise RULESET in sipol/rules/ruleset.py, and write its digest here"
