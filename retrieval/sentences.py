"""Sentences that are written in English once and can be said in every language of the interface."""

from __future__ import annotations

from typing import Any, TypeAlias

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

Value: TypeAlias = str | int | float


class Sentence(str):
    """An English sentence, which also holds the template that it was made from and the values in it.

    A chat looks its `template` up in the reader's language and puts the `values` in. Everybody else reads the string.
    """

    template: str
    values: dict[str, Value]

    def __new__(cls, template: str, values: dict[str, Value] | None = None) -> Sentence:
        made = super().__new__(cls, template.format(**values) if values else template)
        made.template, made.values = template, dict(values or {})
        return made

    def __reduce__(self) -> tuple[type[Sentence], tuple[str, dict[str, Value]]]:
        return Sentence, (self.template, self.values)

    def plain(self) -> dict[str, Any]:
        """The sentence as JSON holds it: its template and its values."""
        return {"template": self.template, "values": self.values}

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: Any, _handler: GetCoreSchemaHandler) -> CoreSchema:
        """How pydantic makes one again of what `plain` gave."""
        said = core_schema.typed_dict_schema(
            {
                "template": core_schema.typed_dict_field(core_schema.str_schema()),
                "values": core_schema.typed_dict_field(core_schema.dict_schema(core_schema.str_schema())),
            }
        )
        made = core_schema.no_info_after_validator_function(lambda one: cls(one["template"], one["values"]), said)
        return core_schema.union_schema([core_schema.is_instance_schema(cls), made])


# Words that a chat may show: a sentence, or what has no other language, such as a name.
Words: TypeAlias = Sentence | str


def sentence(template: str, /, **values: Value) -> Sentence:
    """The sentence that a template makes with values: `sentence("has {most} pages", most=3)`.

    The template is a literal, since the catalogues are made by looking for these calls.
    """
    return Sentence(template, values)
