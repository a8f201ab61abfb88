from hearth.groups.models.agreement import AgreementAcceptance, AgreementVersion
from hearth.groups.models.apart import Ban, Block, Mute
from hearth.groups.models.group import ANSWER_KEYS, Group, GroupTag
from hearth.groups.models.joining import Invitation, JoinRequest, WelcomeTask
from hearth.groups.models.membership import Membership

__all__ = [
    "ANSWER_KEYS",
    "AgreementAcceptance",
    "AgreementVersion",
    "Ban",
    "Block",
    "Group",
    "GroupTag",
    "Invitation",
    "JoinRequest",
    "Membership",
    "Mute",
    "WelcomeTask",
]
