from dataclasses import dataclass

from hearth.base.events import Fact, fact


@fact
@dataclass(frozen=True, kw_only=True)
class AddressRefused(Fact):
    """Nobody lives at the e-mail address of this letter; its owner should be told inside the house."""

    letter_id: int


@fact
@dataclass(frozen=True, kw_only=True)
class SubscriptionGone(Fact):
    """The browser behind this push letter has unsubscribed; its endpoint is still on the letter."""

    letter_id: int
