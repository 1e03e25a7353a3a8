"""The beat of production: redbeat, which goes on when Redis has forgotten everything.

A Redis that is emptied or evicts takes away the lock of the beat, its schedule and the bindings
of the queues. The beat as it comes dies of the first and would ring nobody after the last; the
rows that wait in the database would wait for a person to restart it.
"""

import logging

from redbeat import RedBeatScheduler
from redbeat.schedulers import acquire_distributed_beat_lock
from redis.exceptions import ConnectionError as Unreachable
from redis.exceptions import LockError

logger = logging.getLogger(__name__)


class Beat(RedBeatScheduler):
    """One at a time by a lock; a lost lock is asked for again, and all that Redis knew is told."""

    scheduler = property(lambda self: self)  # what redbeat's own door to the lock asks for

    def tick(self, *arguments, **options):
        try:
            return super().tick(*arguments, **options)
        except LockError:
            logger.warning("the lock of the beat is gone: asking for it again")
            acquire_distributed_beat_lock(sender=self)
            self.tell_again()
        except Unreachable as error:
            logger.warning("Redis is away: %s", error)
        return self.max_interval

    def tell_again(self) -> None:
        """Write the schedule and declare the queues as at the start."""
        self.setup_schedule()
        with self.app.connection_for_write() as connection:
            for queue in self.app.amqp.queues.values():
                queue(connection.default_channel).declare()
