"""Log lines without words, names or addresses."""

import logging
import re

# Each repetition has an end, or a long line of the wrong kind would keep everyone waiting.
_ADDRESS = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w.-]{1,253}")
# Ids, and what is more than an id: the keys of invitations and of links in letters open doors.
_KEY = re.compile(r"(?<=/)[\w~:=-]{9,}(?=/|$|\s|\?)")
LONGEST = 1000


class Scrub(logging.Filter):
    """Takes addresses, ids and query strings out of every line; a crash must not publish a member."""

    def filter(self, record: logging.LogRecord) -> bool:
        line = record.getMessage()[:LONGEST]
        line = _ADDRESS.sub("<address>", line)
        line = re.sub(r"\?[^\s]*", "?…", line)
        record.msg, record.args = _KEY.sub("<key>", line), None
        if record.exc_info:
            kind, _value, trace = record.exc_info
            # The message of an exception can quote what a member typed; its type and place never do.
            frames = []
            while trace is not None:
                frames.append(f"{trace.tb_frame.f_code.co_filename.rsplit('/', 2)[-1]}:{trace.tb_lineno}")
                trace = trace.tb_next
            record.msg += f" [{kind.__name__ if kind else ''} at {' < '.join(reversed(frames[-6:]))}]"
            record.exc_info = record.exc_text = None
        return True
