"""How the bot learns what happened: long polling or a webhook, never both."""

from __future__ import annotations

from tests.telegram.errors import bad_request, conflict
from tests.telegram.methods.call import Answer, Call, Handler
from tests.telegram.traffic.webhook import WebhookTarget
from tests.telegram.types import Json

LONGEST_POLL = 50  # seconds, as api.telegram.org caps it
MOST_UPDATES = 100
WEBHOOK_ACTIVE = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"


async def get_updates(call: Call) -> list[Json]:
    world, params = call.world, call.params
    if world.webhook.target is not None:
        raise conflict(WEBHOOK_ACTIVE)
    _ask_for_kinds(call)
    limit = min(max(params.integer("limit", MOST_UPDATES), 1), MOST_UPDATES)
    timeout = min(max(params.integer("timeout"), 0), LONGEST_POLL)
    return await world.updates.poll(params.integer("offset"), limit, timeout, call.hung_up)


async def set_webhook(call: Call) -> Answer:
    if not call.params.text("url"):
        return await delete_webhook(call)
    params, world = call.params, call.world
    target = WebhookTarget(
        params.text("url"),
        params.text("secret_token"),
        min(max(params.integer("max_connections", 40), 1), 100),
        params.text("ip_address"),
    )
    target.check()
    _ask_for_kinds(call)
    if params.flag("drop_pending_updates"):
        world.updates.drop()
    elif target == world.webhook.target:
        return Answer(True, "Webhook is already set")
    world.updates.interrupt(conflict("terminated by setWebhook request"))
    await world.webhook.set(target)
    return Answer(True, "Webhook was set")


async def delete_webhook(call: Call) -> Answer:
    if call.params.flag("drop_pending_updates"):
        call.world.updates.drop()
    if call.world.webhook.target is None:
        return Answer(True, "Webhook is already deleted")
    await call.world.webhook.set(None)
    return Answer(True, "Webhook was deleted")


async def get_webhook_info(call: Call) -> Json:
    return call.world.webhook.to_json()


METHODS: dict[str, Handler] = {
    "getUpdates": get_updates,
    "setWebhook": set_webhook,
    "deleteWebhook": delete_webhook,
    "getWebhookInfo": get_webhook_info,
}


def _ask_for_kinds(call: Call) -> None:
    """Set the kinds of update; a call that names none leaves them as they were."""
    if "allowed_updates" not in call.params.values:
        return
    kinds = call.params.nested("allowed_updates", "allowed updates")
    if not isinstance(kinds, list) or not all(isinstance(kind, str) for kind in kinds):
        raise bad_request("Expected an Array of update types as allowed_updates")
    call.world.updates.ask_for(kinds)
