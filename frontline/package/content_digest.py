"""What stands for the files of a package that was made from another one, not read."""

from __future__ import annotations

import hashlib
import json
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

if TYPE_CHECKING:
    from frontline.package.package import Package

#: Keys of the descriptor that remain: the licence of the whole and where it is from.
_DESCRIPTOR_KEYS = ("name", "licenses", "sources", "contributors")


def kept_descriptor(package: Package) -> dict[str, Any]:
    """Return the descriptor without what describes the files as they are."""
    kept = {key: package.descriptor[key] for key in _DESCRIPTOR_KEYS if key in package.descriptor}
    return {**kept, "title": package.title, "version": package.version}


def with_digest(package: Package) -> Package:
    """Return the package with a digest of what it holds, not of the files it was read from."""
    digest = hashlib.sha256()
    for field in fields(package):
        if field.name not in {"digest", "row_numbers"}:
            value = [field.name, getattr(package, field.name)]
            text = json.dumps(value, default=_plain, sort_keys=True, ensure_ascii=False)
            digest.update(text.encode("utf-8", "surrogatepass"))
    return replace(package, digest=digest.hexdigest())


def _plain(value: object) -> object:
    return value.model_dump(mode="json") if isinstance(value, BaseModel) else str(value)
