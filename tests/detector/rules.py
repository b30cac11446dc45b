"""Rules by which others call something slower, applied to what was recorded."""
import statistics

import compare_py
from records import flat

ALPHA = 0.05

COMPARE_ANY = "compare.py, A then B"
COMPARE_RED = "compare.py, A then B, and red: over +5 %"
RATIO = "one run each, 1.10 times"
ALL_THEN = "Mann-Whitney, all slices, A then B"
ALL_IN_TURN = "Mann-Whitney, all slices, in turn"
PROCESSES = "as benchstat: 6 processes each, in turn"
NAMES = (COMPARE_ANY, COMPARE_RED, RATIO, ALL_THEN, ALL_IN_TURN, PROCESSES)


def u_test(a, b):
    """Different, and B's median the larger."""
    from scipy.stats import mannwhitneyu

    return bool(mannwhitneyu(a, b, alternative="two-sided").pvalue < ALPHA
                and statistics.median(b) > statistics.median(a))


def ratio(cell):
    """The median of one run, a process of the beginning, against that of one of the end."""
    return statistics.median(cell.b[-1]) > 1.10 * statistics.median(cell.a[0])


def processes(cell):
    """benchstat's test, on a figure for each process. It wants ten; there are six."""
    return u_test([statistics.median(one) for one in cell.a],
                  [statistics.median(one) for one in cell.b])


def judge(cells):
    """By each rule, which of a job's cells are slower."""
    said = compare_py.compare([compare_py.repetitions(cell.first_a) for cell in cells],
                              [compare_py.repetitions(cell.then_b) for cell in cells])
    return {
        COMPARE_ANY: [one.different and one.change > 0 for one in said],
        COMPARE_RED: [one.different and one.marked for one in said],
        RATIO: [ratio(cell) for cell in cells],
        ALL_THEN: [u_test(cell.first_a, cell.then_b) for cell in cells],
        ALL_IN_TURN: [u_test(flat(cell.a), flat(cell.b)) for cell in cells],
        PROCESSES: [processes(cell) for cell in cells],
    }
