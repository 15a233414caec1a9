"""What chats have set, and where it goes when a group becomes a supergroup."""

from sqlalchemy import Engine

from bot.outbox.readers import Readers, ensure_in, move_in, set_in
from retrieval.library.database import write_transaction
from tests.bot.outbox.rows import GROUP
from tests.keeping import DAMASCUS


def test_a_reader_s_settings_move_with_a_group_and_are_made_once(engine: Engine) -> None:
    with write_transaction(engine) as session:
        ensure_in(session, [GROUP, GROUP])
        set_in(session, GROUP, zone="Europe/Berlin", quiet_from=60, quiet_until=120)
    with write_transaction(engine) as session:
        move_in(session, GROUP, GROUP - 1)
        move_in(session, GROUP, GROUP - 1)
    readers = Readers(engine, DAMASCUS)
    assert str(readers.clock_of(GROUP - 1).zone) == "Europe/Berlin"
    assert readers.clock_of(GROUP).zone == DAMASCUS
