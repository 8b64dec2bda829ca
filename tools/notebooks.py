"""Run the notebooks in examples/ and store what their cells print.

``python tools/notebooks.py`` writes the outputs into the files. The tests run the same cells and
compare. Cells share one namespace; the value of a last expression is stored as text.
"""

from __future__ import annotations

import ast
import contextlib
import io
import json
import os
import tempfile
from pathlib import Path
from typing import Any

EXAMPLES = Path(__file__).parent.parent / "examples"


def run_cells(notebook: dict[str, Any]) -> list[list[str]]:
    """Return the lines that each code cell prints, in the current folder."""
    namespace: dict[str, Any] = {"__name__": "__main__"}
    code = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    return [_run("".join(cell["source"]), namespace).splitlines(keepends=True) for cell in code]


def _run(source: str, namespace: dict[str, Any]) -> str:
    body = ast.parse(source).body
    last = body.pop() if body and isinstance(body[-1], ast.Expr) else None
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(ast.Module(body, []), "<cell>", "exec"), namespace)  # noqa: S102 - our own text
        if last is not None:
            expression = ast.Expression(last.value)  # type: ignore[attr-defined]
            value = eval(compile(expression, "<cell>", "eval"), namespace)  # noqa: S307 - our own text
            if value is not None:
                print(value)
    return printed.getvalue()


def stored_outputs(notebook: dict[str, Any]) -> list[list[str]]:
    """Return the lines that are stored with each code cell."""
    code = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    return [[line for out in cell["outputs"] for line in out["text"]] for cell in code]


def store_outputs(path: Path) -> None:
    """Run a notebook in a folder of its own and write its outputs into the file."""
    notebook = json.loads(path.read_text("utf-8"))
    here = Path.cwd()
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        outputs = run_cells(notebook)
        os.chdir(here)
    code = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    for number, (cell, lines) in enumerate(zip(code, outputs, strict=True), 1):
        cell["execution_count"] = number
        stream = {"name": "stdout", "output_type": "stream", "text": lines}
        cell["outputs"] = [stream] if lines else []
    path.write_text(json.dumps(notebook, indent=1, ensure_ascii=False) + "\n", "utf-8")


def main() -> None:
    """Store the outputs of every notebook."""
    for path in sorted(EXAMPLES.glob("*.ipynb")):
        store_outputs(path)


if __name__ == "__main__":
    main()
