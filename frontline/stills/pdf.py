"""Write a picture as PDF with typst: vectors, and the letters that it uses embedded as fonts."""

from __future__ import annotations

from pathlib import Path

from frontline.errors import InvalidRequestError
from frontline.stills.typeface import font_files

#: One page of the size of the picture; a date would make each file another one.
_PAGE = (
    b"#set document(date: none)\n"
    b"#set page(width: float(sys.inputs.width) * 1pt, height: float(sys.inputs.height) * 1pt, "
    b"margin: 0pt)\n"
    b'#image(bytes(sys.inputs.svg), format: "svg", width: 100%)\n'
)


def write_pdf(svg: str, width: int, height: int) -> bytes:
    """Return an SVG as a PDF of one page.

    Parameters
    ----------
    svg : str
        The picture.
    width, height : int
        Its size; a pixel of it is a point of the page.

    Raises
    ------
    InvalidRequestError
        If typst is not installed.
    """
    try:
        import typst  # noqa: PLC0415 - an extra
    except ImportError:
        raise InvalidRequestError(
            "a PDF needs typst: install it with pip install 'frontline-mapper[pdf]'"
        ) from None
    inputs = {"svg": svg, "width": str(width), "height": str(height)}
    folders = sorted({str(Path(path).parent) for path in font_files()})
    fonts = typst.Fonts(include_system_fonts=False, font_paths=folders)
    return bytes(typst.compile(_PAGE, font_paths=fonts, format="pdf", sys_inputs=inputs))
