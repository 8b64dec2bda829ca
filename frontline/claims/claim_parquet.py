"""The claims of checked articles as a Parquet file, with the columns of the table."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

from frontline.claims.claim_table import COLUMNS, cells, claim_rows
from frontline.errors import InvalidRequestError
from frontline.io import atomic_file

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from frontline.claims.claim_table import Json

#: Articles whose claims are one group of rows.
_GROUP = 1000
_WHOLE_NUMBERS = frozenset({"finding", "start", "end"})


def write_claims(path: Path, answers: Iterable[Json]) -> None:
    """Write the claims of answers, completely or not at all.

    All columns are text, but ``finding``, ``start`` and ``end`` are whole numbers and ``value`` is
    a number.

    Raises
    ------
    InvalidRequestError
        When pyarrow, which writes the format, is not installed.
    OutputError
        If the file cannot be written.
    """
    try:
        import pyarrow as pa  # noqa: PLC0415 - an optional dependency
        import pyarrow.parquet as pq  # noqa: PLC0415 - as above
    except ImportError:
        raise InvalidRequestError(
            "Parquet needs pyarrow, which is not installed: "
            "pip install 'frontline-mapper[parquet]', or write a .csv"
        ) from None
    kinds = {name: pa.int64() for name in _WHOLE_NUMBERS} | {"value": pa.float64()}
    schema = pa.schema([(name, kinds.get(name, pa.string())) for name in COLUMNS])
    remaining = iter(answers)
    with atomic_file(path) as file, pq.ParquetWriter(file, schema, compression="zstd") as writer:
        while group := list(itertools.islice(remaining, _GROUP)):
            rows = [cells(row) for answer in group for row in claim_rows(answer)]
            columns = zip(*rows, strict=True) if rows else [()] * len(COLUMNS)
            arrays = [
                pa.array([_cell(name, value) for value in column], schema.field(name).type)
                for name, column in zip(COLUMNS, columns, strict=True)
            ]
            writer.write_table(pa.table(arrays, schema=schema))


def _cell(name: str, value: Any) -> Any:
    if value is None or name in _WHOLE_NUMBERS or name == "value":
        return value
    return str(value).encode("utf-8", "replace").decode("utf-8")
