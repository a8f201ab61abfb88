from hearth.safety.models.concern import Concern
from hearth.safety.models.desk import DeskItem
from hearth.safety.models.report import Report

__all__ = ["Concern", "DeskItem", "Report"]
