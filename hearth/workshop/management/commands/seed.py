import time

from django.core.management.base import BaseCommand, CommandError

from hearth.base.http import Refusal
from hearth.base.permissions import HEARTH
from hearth.workshop.actions import demo


class Command(BaseCommand):
    help = "Fill an empty house with invented people, groups and conversations."

    def add_arguments(self, parser):
        parser.add_argument("--again", action="store_true", help="empty the house first, everything in it included")

    def handle(self, *args, **options):
        began = time.monotonic()
        try:
            if options["again"]:
                demo.empty(by=HEARTH)
            made = demo.fill(by=HEARTH)
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal
        counts = ", ".join(f"{count} {what.replace('_', ' ')}" for what, count in made.items())
        self.stdout.write(f"{counts}. It took {time.monotonic() - began:.1f} s.")
