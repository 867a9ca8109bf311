"""The same search as ``linkage``, by Spark: needs ``pyspark`` and a Java runtime besides the extra ``nationwide``."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import pyarrow.parquet as pq  # type: ignore[import-untyped]
from pyspark.sql import SparkSession  # type: ignore[import-not-found]
from splink import SparkAPI
from splink.backends.spark import similarity_jar_location

from sipol.services.linkage import PEOPLE, Pair, Person, batches, counted, predicted


def likely_pairs(people: Iterable[Person], sample: Iterable[str], least: float, folder: Path) -> Iterator[Pair]:
    """As ``linkage.likely_pairs``. Where Spark runs is told by its own settings; all of it must see ``folder``."""
    common = counted(sample)
    with pq.ParquetWriter(folder / "people.parquet", PEOPLE) as writer:
        for batch in batches(people, common):
            writer.write_table(batch)
    session = SparkSession.builder.config("spark.jars", similarity_jar_location()).getOrCreate()
    session.sparkContext.setCheckpointDir(str(folder))
    engine = SparkAPI(spark_session=session)  # type: ignore[no-untyped-call]
    found = predicted(engine.register(session.read.parquet(str(folder / "people.parquet"))), least)
    rows = session.table(found).select("unique_id_l", "unique_id_r", "match_probability").toLocalIterator()
    yield from (Pair(*row) for row in rows)
