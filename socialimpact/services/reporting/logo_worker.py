"""The guarded process that draws a logo anew: it may die without harm. Called with source, target, memory, seconds."""

from __future__ import annotations

import io
import sys
import tempfile
from pathlib import Path

from socialimpact.tables.process_limits import limit_resources

WIDEST, HIGHEST = 900, 360
_MOST_PIXELS = 40_000_000
_POINTS = 450  # how wide a drawing without a size is drawn


def main(source: str, target: str, memory: int, seconds: int) -> None:
    limit_resources(memory, seconds)
    from PIL import Image  # noqa: PLC0415 - after the limits

    Image.MAX_IMAGE_PIXELS = _MOST_PIXELS
    content = Path(source).read_bytes()
    drawn = _from_svg(content) if source.endswith(".svg") else content
    with Image.open(io.BytesIO(drawn), formats=("PNG", "JPEG")) as picture:
        if picture.width * picture.height > _MOST_PIXELS:
            sys.exit(1)
        picture.load()
        plain = picture.convert("RGBA")
    box = plain.getbbox()
    if box is None:  # nothing but air
        sys.exit(1)
    plain = plain.crop(box)
    plain.thumbnail((WIDEST, HIGHEST), Image.Resampling.LANCZOS)
    # new pixels, so that no text, profile or other passenger of the file comes along
    fresh = Image.new("RGBA", plain.size)
    fresh.paste(plain)
    fresh.save(target, "PNG", optimize=True)


def _from_svg(content: bytes) -> bytes:
    """The drawing as PNG on nothing, drawn in an empty folder: what it names outside itself is not there."""
    import typst  # noqa: PLC0415 - as above

    with tempfile.TemporaryDirectory(prefix="socialimpact-svg-") as folder:
        root = Path(folder)
        (root / "logo.svg").write_bytes(content)
        (root / "page.typ").write_text(
            f'#set page(width: auto, height: auto, margin: 0pt, fill: none)\n#image("logo.svg", width: {_POINTS}pt)\n',
            encoding="utf-8",
        )
        made = typst.compile(str(root / "page.typ"), root=folder, format="png", ppi=144, ignore_system_fonts=True)
    return made if isinstance(made, bytes) else made[0]


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
