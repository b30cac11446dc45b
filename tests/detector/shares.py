"""Shares of jobs, with what so many jobs can tell."""
import math


def at_least(successes, trials, p):
    """The probability of as many successes or more."""
    return math.fsum(math.comb(trials, i) * p**i * (1 - p) ** (trials - i)
                     for i in range(successes, trials + 1))


def where_it_reaches(rising, value):
    """Where a function that rises on [0, 1] has a value."""
    low, high = 0.0, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if rising(middle) < value else (low, middle)
    return (low + high) / 2


def interval(successes, trials, confidence=0.95):
    """Clopper and Pearson's: exact, so at least that sure."""
    tail = (1 - confidence) / 2
    low = 0.0 if successes == 0 else where_it_reaches(
        lambda p: at_least(successes, trials, p), tail)
    high = 1.0 if successes == trials else where_it_reaches(
        lambda p: at_least(successes + 1, trials, p), 1 - tail)
    return low, high


def percent(share):
    return f"{100 * share:.0f}" if share in (0, 1) or 0.0995 <= share <= 0.9005 else f"{100 * share:.1f}"


def of_jobs(successes, trials):
    """"3 of 60 (5 %; 1.0 to 14)"."""
    if trials == 0:
        return "none"
    low, high = interval(successes, trials)
    return (f"{successes} of {trials} ({percent(successes / trials)} %; "
            f"{percent(low)} to {percent(high)})")


def of_cells(successes, trials):
    """Without an interval: the cells of a job share its luck."""
    return "none" if trials == 0 else f"{successes} of {trials} ({percent(successes / trials)} %)"
