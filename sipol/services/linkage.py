"""Find pairs of people who may be one among millions, by the model of Fellegi and Sunter: Splink on DuckDB.

Needs the extra ``nationwide``. The same model runs on Spark: ``linkage_on_spark``.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import pyarrow as pa  # type: ignore[import-untyped]
import splink.comparison_level_library as levels
import splink.comparison_library as comparisons
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

from sipol.names import keys

BATCH = 100_000
"""People that are handed to the engine at once."""
KEYS = 2
"""Keys of a name by which it is sought: the rarest, as the commonest would bring half the nation."""
PAIRS_SAMPLED = 5e6
"""Random pairs from which it is learned how often two strangers agree."""
ONE_IN = 1e-10
"""The chance that two members drawn at random are one person: some 10,000 pairs among 15 million people."""
PEOPLE = pa.schema(
    [
        ("unique_id", pa.int64()),
        ("name", pa.string()),
        ("sex", pa.string()),
        ("born", pa.string()),
        ("regency", pa.string()),
        ("province", pa.string()),
        ("keys", pa.list_(pa.string())),
    ]
)


class Person(NamedTuple):
    """What is compared: the name in small letters without signs, sex, ISO date of birth, code of kabupaten/kota."""

    name: str
    sex: str
    born: str
    regency: str


class Pair(NamedTuple):
    """Two people by their places in what was given, counted from 0, and the chance 0..1 that they are one."""

    one: int
    other: int
    chance: float


def settings() -> SettingsCreator:
    """The model, the same for every engine.

    How often two rows of one person agree (m) is set by hand: no labelled pairs exist; how often strangers do (u) is
    learned from random pairs, and for whole dates told by the calendar.
    """
    sex = comparisons.ExactMatch("sex").configure(m_probabilities=[0.99, 0.01])
    return SettingsCreator(
        link_type="dedupe_only",
        comparisons=[_name(), _born(), _home(), sex],
        blocking_rules_to_generate_predictions=[
            block_on("born", "sex", "keys", arrays_to_explode=["keys"]),
            block_on("name", "regency", "substr(born, 1, 4)"),
        ],
        probability_two_random_records_match=ONE_IN,
        retain_matching_columns=False,
    )


def _name() -> comparisons.CustomComparison:
    return comparisons.CustomComparison(
        output_column_name="name",
        comparison_levels=[
            levels.NullLevel("name"),
            levels.ExactMatchLevel("name", term_frequency_adjustments=True).configure(m_probability=0.7),
            levels.JaroWinklerLevel("name", 0.95).configure(m_probability=0.2),
            levels.JaroWinklerLevel("name", 0.88).configure(m_probability=0.07),
            levels.ElseLevel().configure(m_probability=0.03),
        ],
    )


def _born() -> comparisons.CustomComparison:
    return comparisons.CustomComparison(
        output_column_name="born",
        comparison_levels=[
            levels.NullLevel("born"),
            levels.ExactMatchLevel("born").configure(m_probability=0.95, u_probability=5e-5, fix_u_probability=True),
            levels.LevenshteinLevel("born", 1).configure(
                m_probability=0.03, u_probability=1e-3, fix_u_probability=True
            ),
            levels.ElseLevel().configure(m_probability=0.02, u_probability=0.99895, fix_u_probability=True),
        ],
    )


def _home() -> comparisons.CustomComparison:
    return comparisons.CustomComparison(
        output_column_name="home",
        comparison_levels=[
            levels.NullLevel("regency"),
            levels.ExactMatchLevel("regency").configure(m_probability=0.8),
            levels.ExactMatchLevel("province").configure(m_probability=0.12),
            levels.ElseLevel().configure(m_probability=0.08),
        ],
    )


def likely_pairs(
    people: Iterable[Person], sample: Iterable[str], least: float, folder: Path, memory: str = "4GB"
) -> Iterator[Pair]:
    """Pairs whose chance is at least ``least``, by DuckDB. ``sample``: names that tell which keys are common.

    What does not fit into the memory lies open in ``folder`` meanwhile.
    """
    store = duckdb.connect(config={"temp_directory": str(folder), "memory_limit": memory})
    common = counted(sample)
    store.register("batch", PEOPLE.empty_table())
    store.execute("CREATE TABLE member AS SELECT * FROM batch")
    for batch in batches(people, common):
        store.register("batch", batch)
        store.execute("INSERT INTO member SELECT * FROM batch")
    engine = DuckDBAPI(store)
    found = predicted(engine.register("member"), least)
    for row in store.table(found).project("unique_id_l, unique_id_r, match_probability").fetchall():
        yield Pair(*row)


def predicted(people: Any, least: float) -> str:
    """Learn from the people an engine has registered, and find pairs; returns the table the engine keeps them in."""
    linker = Linker(people, settings(), log_level="WARNING")
    linker.training.estimate_u_using_random_sampling(max_pairs=PAIRS_SAMPLED, seed=None)
    found: str = linker.inference.predict(threshold_match_probability=least).physical_name
    return found


def counted(sample: Iterable[str]) -> Counter[str]:
    """How often each key comes in some names."""
    return Counter(key for name in sample for key in keys(name))


def batches(people: Iterable[Person], common: Mapping[str, int]) -> Iterator[pa.Table]:
    """People as tables of ``PEOPLE``, piece by piece."""
    left = iter(people)
    first = 0
    while batch := list(islice(left, BATCH)):
        names, sexes, births, homes = zip(*batch, strict=True)
        yield pa.table(
            [
                range(first, first + len(batch)), names, sexes, births, homes, [home[:2] for home in homes],
                [sorted(keys(name), key=lambda key: (common.get(key, 0), key))[:KEYS] for name in names],
            ],
            schema=PEOPLE,
        )  # fmt: skip
        first += len(batch)
