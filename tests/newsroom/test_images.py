"""Files of pictures: what is refused before it costs anything, what is mended, and what is never kept."""

from io import BytesIO
from typing import Any

import pytest
from PIL import Image, ImageCms, ImageFile, IptcImagePlugin

from newsroom.lib import bare_pictures, images, photo_credit
from newsroom.lib.images import Fault, ImageError, Mend

FORMS = ("JPEG", "PNG", "WEBP")
XMP = """<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF><rdf:Description
 photoshop:Credit="Agence &amp; Cie"><dc:creator><rdf:Seq><rdf:li>Zoé Ardant</rdf:li></rdf:Seq></dc:creator>
</rdf:Description></rdf:RDF></x:xmpmeta>""".encode()


def sent(form: str = "JPEG", mode: str = "RGB", size: tuple[int, int] = (300, 200), **options: Any) -> BytesIO:
    """Return a picture whose left half is red, as somebody sends it."""
    picture = Image.new("RGB", size, "white")
    picture.paste("red", (0, 0, size[0] // 2, size[1]))
    file = BytesIO()
    picture.convert(mode).save(file, form, **options)
    file.seek(0)
    return file


def camera(**tags: str) -> Image.Exif:
    """Return what a camera notes: where it was, and how it was held."""
    exif = Image.Exif()
    exif[0x010F] = "Une marque d’appareil"
    exif[photo_credit.ORIENTATION] = 6
    exif[photo_credit.ARTIST] = tags.get("artist", "")
    exif[photo_credit.COPYRIGHT] = tags.get("notice", "")
    place = exif.get_ifd(0x8825)
    place[1], place[2] = "N", (48.0, 51.0, 30.0)
    return exif


def iptc(**said: str) -> bytes:
    """Return what an agency writes into a JPEG: an IPTC block in Photoshop's segment."""
    numbers = {"author": 80, "agency": 110, "notice": 116}
    block = b"\x1c\x01\x5a\x00\x03\x1b%G"
    for name, text in said.items():
        value = text.encode()
        block += bytes((0x1C, 2, numbers[name])) + len(value).to_bytes(2) + value
    resource = b"8BIM\x04\x04\x00\x00" + len(block).to_bytes(4) + block + b"\0" * (len(block) % 2)
    content = b"Photoshop 3.0\0" + resource
    return b"\xff\xed" + (len(content) + 2).to_bytes(2) + content


def kept(prepared: images.Prepared) -> Image.Image:
    image = Image.open(BytesIO(prepared.content))
    image.load()
    return image


@pytest.mark.parametrize("form", FORMS)
def test_nothing_of_place_camera_and_author_stays_in_the_file(form: str) -> None:
    options: dict[str, Any] = {"comment": b"un mot"} if form == "JPEG" else {}
    file = sent(form, exif=camera(artist="Anne Brun"), xmp=XMP, **options)

    prepared = images.prepared(file)

    picture = kept(prepared)
    assert dict(picture.getexif()) == {}
    assert isinstance(picture, ImageFile.ImageFile)
    assert IptcImagePlugin.getiptcinfo(picture) is None
    assert not picture.info.keys() & {"exif", "xmp", "XML:com.adobe.xmp", "comment", "icc_profile", "photoshop"}
    for trace in (b"Anne", b"Ardant", b"marque", b"un mot", b"GPS"):
        assert trace not in prepared.content


@pytest.mark.parametrize(
    ("form", "mode"),
    [("JPEG", mode) for mode in ("RGB", "L", "1", "CMYK")]
    + [(form, mode) for form in ("PNG", "WEBP") for mode in ("RGB", "L", "1", "P", "RGBA")],
)
def test_what_is_kept_is_bare_and_stays_as_it_is_byte_for_byte(form: str, mode: str) -> None:
    once = images.prepared(sent(form, mode, exif=camera(artist="Anne Brun")))

    assert bare_pictures.is_bare(once.content)
    assert images.prepared(BytesIO(once.content)).content == once.content


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("said", ["exif", "xmp", "icc_profile", "behind", "cut", "empty"])
def test_a_file_that_says_more_is_not_bare(form: str, said: str) -> None:
    plain = sent(form).getvalue()
    content = {"behind": plain + b"more", "cut": plain[:-3], "empty": plain[:12]}.get(said)
    if content is None:
        options: dict[str, Any] = {said: camera() if said == "exif" else XMP}
        content = sent(form, **options).getvalue()
        # Pillow leaves what it cannot read of a profile out of a PNG, and writes no XMP there.
        assert (content != plain) or (form, said) == ("PNG", "xmp")

    assert bare_pictures.is_bare(plain)
    assert bare_pictures.is_bare(content) is (content == plain)


@pytest.mark.parametrize(
    "segment", [b"\xff\xfe\x00\x04un", b"\xff\xe2\x00\x04un", b"\xff\xe0\x00\x10AVI1" + b"\0" * 10]
)
def test_a_jpeg_with_another_segment_is_not_bare(segment: bytes) -> None:
    plain = sent().getvalue()

    assert not bare_pictures.is_bare(plain[:2] + segment + plain[2:])
    assert bare_pictures.is_bare(sent(progressive=True).getvalue())


@pytest.mark.parametrize("form", FORMS)
def test_what_the_camera_held_sideways_stands_upright(form: str) -> None:
    prepared = images.prepared(sent(form, exif=camera()))

    picture = kept(prepared).convert("RGB")
    assert (prepared.size, picture.size) == ((200, 300), (200, 300))
    # Turned by a quarter: the red half is above.
    assert picture.crop((90, 20, 91, 21)).tobytes()[1] < 60 < picture.crop((90, 280, 91, 281)).tobytes()[1]
    assert Mend.TURNED in prepared.mends


def test_a_picture_made_for_print_is_shown_by_screens() -> None:
    prepared = images.prepared(sent(mode="CMYK"))

    assert kept(prepared).mode == "RGB"
    assert prepared.mends == (Mend.COLOURS,)


def test_the_colours_of_a_profile_become_those_of_screens() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    odd = images.prepared(sent(icc_profile=profile))
    plain = images.prepared(sent(icc_profile=b"no profile at all"))

    # A profile that does not fit is left aside, and the picture is shown all the same.
    assert (
        kept(odd).getpixel((10, 10))
        == kept(plain).getpixel((10, 10))
        == kept(images.prepared(sent())).getpixel((10, 10))
    )


@pytest.mark.parametrize("form", ["PNG", "WEBP"])
def test_of_an_animation_the_first_image_is_kept_and_said(form: str) -> None:
    other = Image.new("RGB", (300, 200), "blue")

    prepared = images.prepared(sent(form, save_all=True, append_images=[other]))

    assert getattr(kept(prepared), "n_frames", 1) == 1
    assert prepared.mends == (Mend.FIRST_FRAME,)


@pytest.mark.parametrize(("mode", "becomes"), [("1", "L"), ("L", "L"), ("P", "RGB"), ("LA", "RGBA"), ("RGBA", "RGBA")])
def test_every_kind_of_png_is_kept_as_screens_show_it(mode: str, becomes: str) -> None:
    assert kept(images.prepared(sent("PNG", mode))).mode == becomes


def test_sixteen_bits_a_pixel_become_eight() -> None:
    file = BytesIO()
    Image.new("I;16", (300, 200), 128 * 256).save(file, "PNG")

    picture = kept(images.prepared(file))
    assert (picture.mode, picture.getpixel((9, 9))) == ("L", 128)


def test_a_jpeg_loses_next_to_nothing() -> None:
    source = Image.effect_noise((400, 300), 60).convert("RGB")
    file = BytesIO()
    source.save(file, "JPEG", quality=90)
    before, after = Image.open(file).convert("RGB").tobytes(), kept(images.prepared(file)).tobytes()

    assert sum(abs(one - other) for one, other in zip(before, after, strict=True)) / len(before) < 1


@pytest.mark.parametrize(
    ("said", "credit"),
    [
        ({"exif": camera(artist="Anne Brun", notice="Agence Est")}, "Anne Brun / Agence Est"),
        ({"exif": camera(notice="(c) Anne Brun")}, "(c) Anne Brun"),
        ({"exif": camera(artist="Anne Brun", notice="(c) Anne Brun 2026")}, "(c) Anne Brun 2026"),
        ({"xmp": XMP}, "Zoé Ardant / Agence & Cie"),
        (
            {"extra": iptc(author="Léa Fournier", agency="Agence Est", notice="Tous droits")},
            "Léa Fournier / Agence Est",
        ),
        ({"extra": iptc(author="Léa Fournier"), "exif": camera(artist="Moi", notice="Est")}, "Léa Fournier / Est"),
        ({}, ""),
    ],
    ids=["exif", "notice alone", "once", "xmp", "iptc", "the agency's before the camera's", "none"],
)
def test_the_credit_is_read_from_what_the_file_says(said: dict[str, Any], credit: str) -> None:
    assert images.prepared(sent(**said)).credit == credit


@pytest.mark.parametrize("form", ["PNG", "WEBP"])
def test_other_formats_say_their_credit_too(form: str) -> None:
    assert images.prepared(sent(form, exif=camera(artist="Anne Brun"))).credit == "Anne Brun"


@pytest.mark.parametrize(
    "rubbish", [b"Exif\0\0II*\0\xff\xff\xff\xff", b"Exif\0\0", b"MM\0*\0\0\0\x08\xff\xff" + b"\xff" * 60]
)
def test_what_cannot_be_read_of_the_camera_keeps_no_picture_out(rubbish: bytes) -> None:
    assert images.prepared(sent(exif=rubbish)).size == (300, 200)


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", Fault.FORMAT),
        (b"<html>", Fault.FORMAT),
        (b"GIF89a\x01\x00\x01\x00\x00\x00\x00;", Fault.FORMAT),
        (b'<?xml version="1.0"?>\n<svg onload="alert(1)"/>', Fault.DRAWING),
        (sent(size=(900, 900)).getvalue()[:-600], Fault.INCOMPLETE),
        (sent("PNG").getvalue()[:-60], Fault.INCOMPLETE),
    ],
)
def test_what_is_no_picture_says_so(content: bytes, fault: Fault) -> None:
    with pytest.raises(ImageError) as refused:
        images.prepared(BytesIO(content))

    assert refused.value.fault is fault


def test_too_many_pixels_are_refused_before_one_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    file = sent("PNG", "1", size=(10_000, 6_000))
    monkeypatch.setattr("PIL.ImageFile.ImageFile.load", lambda *_: pytest.fail("the pixels were read"))

    with pytest.raises(ImageError) as refused:
        images.prepared(file)

    assert refused.value.fault is Fault.PIXELS
