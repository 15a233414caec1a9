"""The command that shows and mends the places that only reports name."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.cli.output import say, say_json

if TYPE_CHECKING:
    from retrieval.places.learned.place import LearnedPlace


def learned(
    words: Annotated[
        list[str] | None, typer.Argument(help="confirm ID LAT LON, merge ID PLACE, or reject ID; none: list them.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One line of JSON for each place.")] = False,
) -> None:
    """List the places that no gazetteer has, learned from the articles that name them, or say what one is.

    [bold]dateline places learned[/]

    [bold]dateline places learned confirm learned:0123456789 36.51 36.87[/] says where it is; merge, with the id or
    the name of a known place, that it is that one; reject, that it is none. All of it stands in `dateline audit`.
    """
    from bot.feeding.mending import mend
    from retrieval.library.learned.loading import all_learned
    from retrieval.services import open_services
    from retrieval.settings import Settings

    with open_services(Settings.read(), check_model=False) as services:
        if words:
            say(f"Noted for {mend(services, words, None)}; the articles that name it were read again.")
            return
        for one in all_learned(services.library.engine):
            if as_json:
                say_json(_as_json(one))
            else:
                say(_line(one))


def _as_json(one: "LearnedPlace") -> dict[str, Any]:
    return {
        "id": one.place.id,
        "names": list(one.names),
        "settlement": one.settlement.value,
        "near": one.anchor_id,
        "within": one.place.parent_id,
        "lat": one.place.lat,
        "lon": one.place.lon,
        "radius_km": one.radius_km,
        "reports": one.reports,
        "standing": one.standing.value,
        **({"merged_into": one.merged_into} if one.merged_into else {}),
    }


def _line(one: "LearnedPlace") -> str:
    at = f"{one.place.lat:.3f}, {one.place.lon:.3f} ± {one.radius_km} km"
    return f"{one.place.id}  {one.standing}  {one.settlement}  {', '.join(one.names[:3])}  {at}  {one.reports}"
