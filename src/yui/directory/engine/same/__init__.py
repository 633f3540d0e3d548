"""Which records speak of the same thing: candidates with reasons, never a decision."""

from yui.directory.engine.same.finding import MOST_IN_A_BLOCK, find_pairs
from yui.directory.engine.same.judging import CANDIDATE_SCORE, Judge
from yui.directory.engine.same.names import kinds_in
from yui.directory.engine.same.values import Pair, Reason, Thing, sentence

__all__ = [
    "CANDIDATE_SCORE",
    "MOST_IN_A_BLOCK",
    "Judge",
    "Pair",
    "Reason",
    "Thing",
    "find_pairs",
    "kinds_in",
    "sentence",
]
