from collections.abc import Collection

from flask_wtf import FlaskForm
from wtforms import BooleanField, StringField

from sipol.rules.notices import TOPIC_WORDS, Topic
from sipol.web.forms.decree import tidy


class MailWishForm(FlaskForm):
    """Where to, and one tick for each topic."""

    email = StringField("Alamat surel", filters=[tidy])
    steps = BooleanField(TOPIC_WORDS[Topic.STEPS])
    minutes = BooleanField(TOPIC_WORDS[Topic.MINUTES])
    periods = BooleanField(TOPIC_WORDS[Topic.PERIODS])
    deadlines = BooleanField(TOPIC_WORDS[Topic.DEADLINES])
    accounts = BooleanField(TOPIC_WORDS[Topic.ACCOUNTS])

    def show(self, topics: Collection[Topic]) -> None:
        """Tick what is wanted until now."""
        for topic in TOPIC_WORDS:
            self[topic.value].data = topic in topics

    @property
    def topics(self) -> list[Topic]:
        return [topic for topic in TOPIC_WORDS if self[topic.value].data]
