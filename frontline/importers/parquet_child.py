"""Read columns of text from a Parquet file in a child process: a damaged file can abort its reader.

The values sent are rows; or why the file cannot be read.
"""

from __future__ import annotations

import json
import sys
from datetime import date
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq

from frontline.importers.child_process import serve

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Rows that are decoded at a time.
_ROWS = 256


def main() -> None:
    """Read the file that the command line names, and send its rows."""
    pa.set_cpu_count(1)
    serve(_read(**json.loads(sys.argv[1])))


def _read(path: str, columns: list[str]) -> Iterator[dict[str, Any]]:
    try:
        file = pq.ParquetFile(path)
        missing = [one for one in columns if one not in file.schema_arrow.names]
        if missing:
            yield {"refused": f"lacks the column {', '.join(missing)}"}
            return
        for batch in file.iter_batches(_ROWS, columns=columns, use_threads=False):
            for row in batch.to_pylist():
                yield {name: _plain(value) for name, value in row.items()}
    except (pa.ArrowException, OSError, ValueError) as error:
        yield {"refused": f"cannot be read as Parquet ({str(error).splitlines()[0][:200]})"}


def _plain(value: Any) -> Any:
    """Return a day, or the day of a time, as text."""
    return value.isoformat()[:10] if isinstance(value, date) else value


if __name__ == "__main__":
    main()
