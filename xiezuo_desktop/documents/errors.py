"""What can go wrong with a document, said so that a clerk knows what to do."""

from __future__ import annotations


class PaperError(Exception):
    """A document cannot be read or written: `sentence` says what happened, `advice` what to do (both Chinese)."""

    def __init__(self, sentence: str, advice: str = "") -> None:
        super().__init__(sentence, advice)
        self.sentence = sentence
        self.advice = advice

    def __str__(self) -> str:
        return self.sentence + self.advice
