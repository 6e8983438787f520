"""The home folder of one organisation: its database and the files it was given."""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

_BLOCK = 1024 * 1024


@dataclass(frozen=True)
class Home:
    """`path/socialimpact.duckdb` and `path/files/<sha256>`; readable by its owner only, where the system can."""

    path: Path

    @property
    def database(self) -> Path:
        return self.path / "socialimpact.duckdb"

    @property
    def files(self) -> Path:
        return self.path / "files"

    def make(self) -> Home:
        """Make the folders where they are missing."""
        for folder in (self.path, self.files):
            if not folder.exists():
                folder.mkdir(parents=True, mode=0o700)
        return self

    def keep(self, source: Path) -> str:
        """Copy `source` under its SHA-256 and return the hash. A file that is already kept is not written again."""
        sha256 = digest(source)
        target = self.kept(sha256)
        if not target.exists():
            # Written beside and renamed: a killed process leaves a stray temporary file, never half a kept one.
            handle, name = tempfile.mkstemp(dir=self.files, prefix=".incoming-")
            os.close(handle)
            try:
                shutil.copyfile(source, name)
                Path(name).replace(target)
            except BaseException:
                with contextlib.suppress(OSError):
                    Path(name).unlink()
                raise
        return sha256

    def kept(self, sha256: str) -> Path:
        return self.files / sha256


def digest(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
