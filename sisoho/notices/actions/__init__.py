"""What a person intends with notices, and what the slices above let people know."""

from sisoho.notices.actions.pushing import push, remind, subscribe, tidy, unsubscribe, unsubscribe_here
from sisoho.notices.actions.telling import mark_seen, tell

__all__ = ["mark_seen", "push", "remind", "subscribe", "tell", "tidy", "unsubscribe", "unsubscribe_here"]
