"""Every sentence about a result or a fault, word for word in both languages: they are what people act on."""

import pytest

from risk import answering, faults, sentences
from risk.faults import faults_of, faults_of_facts, no_room
from risk.instruments import get
from risk.reading import plan_of
from risk.result import BadAnswers, Fault
from risk.shape import Band, Words
from risk.words import LEVELS, RATINGS

BAND = Band("a", Words("Stufe A", "Band A"), 3, 5)
REASONS = (Words("Erstens.", "First."), Words("Zweitens.", "Second."))

# Asked when a test runs, not when it is read: so a mistake planted meanwhile is noticed.
# fmt: off
SAID = (
    (lambda: sentences.counted(2, 13), "2 von 13 Fragen mit Ja beantwortet.", "2 of 13 questions answered with yes."),
    (lambda: sentences.points(1), "1 Punkt.", "1 point."),
    (lambda: sentences.points(-3), "-3 Punkte.", "-3 points."),
    (lambda: BAND.says, "Bei 3–5: Stufe A.", "At 3–5: Band A."),
    (lambda: Band("a", BAND.label, 4, 4).says, "Bei 4: Stufe A.", "At 4: Band A."),
    (lambda: Band("a", BAND.label, 4, None).says, "Ab 4: Stufe A.", "From 4 on: Band A."),
    (lambda: Band("a", BAND.label, None, 4).says, "Bis 4: Stufe A.", "Up to 4: Band A."),
    (lambda: sentences.still_open(1, 0, 1), "Eine Frage ist offen; möglich sind 0 bis 1.", "One question is open; 0 to 1 are possible."),
    (lambda: sentences.still_open(2, 0, 2), "2 Fragen sind offen; möglich sind 0 bis 2.", "2 questions are open; 0 to 2 are possible."),
    (lambda: sentences.could_reach(BAND),
     "Mit den offenen Fragen wäre möglich: Stufe A. Wenig Ja heißt hier nicht wenig Gefahr.",
     "With the open questions it could be: Band A. Few yes do not mean little danger here."),
    (lambda: sentences.could_turn(2),
     "2 Fragen sind offen: Damit könnte die Regel noch erfüllt sein.",
     "2 questions are open: the rule could still be met with that."),
    (lambda: sentences.threshold(6, LEVELS["high"]), "Ab 6 legt das Paket fest: hoch.", "From 6 on the pack says: high."),
    (lambda: sentences.prorated(5, 13, 10, 7),
     "Hochgerechnet, Tabelle nicht bestätigt: 5 × 13 / 10, gerundet auf 7 (ein halber Punkt aufwärts).",
     "Prorated, table not confirmed: 5 × 13 / 10, rounded to 7 (half a point upwards)."),
    (lambda: sentences.too_many_missing(6, 5),
     "6 Antworten fehlen, höchstens 5 dürfen fehlen. Die Antworten bleiben erhalten.",
     "6 answers are missing, at most 5 may be. The answers are kept."),
    (lambda: sentences.any_of(["1", "3"], ("1", "2", "3")), "Ja bei 1, 3: Eine von 1–3 genügt.", "Yes to 1, 3: one of 1–3 is enough."),
    (lambda: sentences.ONE_IS_ENOUGH, "Ja bei einer der Fragen, von denen eine genügt.", "Yes to one of the questions of which one is enough."),
    (lambda: sentences.further(2, 4), "2-mal Ja bei den übrigen Fragen, nötig ist es 4-mal.", "Yes 2 times to the other questions, needed 4 times."),
    (lambda: sentences.further(1, 4), "1-mal Ja bei den übrigen Fragen, nötig ist es 4-mal.", "Yes once to the other questions, needed 4 times."),
    (lambda: sentences.open_ones(1), "Eine Frage ist offen.", "One question is open."),
    (lambda: sentences.open_ones(2), "2 Fragen sind offen.", "2 questions are open."),
    (lambda: sentences.how_many(RATINGS["possible"], ("1", "2")), "Möglicherweise vorhanden: 2.", "Possibly present: 2."),
    (lambda: sentences.rated(RATINGS["possible"], ("1", "2")), "Möglicherweise vorhanden: 1, 2.", "Possibly present: 1, 2."),
    (lambda: sentences.together(REASONS), "Erstens. Zweitens.", "First. Second."),
    (lambda: sentences.other_pack("lap", "9"), "Das Paket gehört zu lap, Fassung 9.", "The pack belongs to lap, version 9."),
    (lambda: sentences.no_norm_set(["2004", "2010"]),
     "Diese Normtabelle gibt es nicht. Möglich: 2004, 2010.", "There is no such norm set. Possible: 2004, 2010."),
    (lambda: sentences.no_norm_set([]),
     "Diese Normtabelle gibt es nicht. Möglich: keine.", "There is no such norm set. Possible: none."),
    (lambda: answering._not_known("x" * 50),
     "„" + "x" * 40 + "“ gehört nicht in diese Datei.", "“" + "x" * 40 + "” does not belong into this file."),
    (lambda: answering._for_another("odara", "lap"),
     "Diese Antworten gehören zum Instrument „odara“, nicht zu „lap“.", "These answers are for the instrument “odara”, not for “lap”."),
    (lambda: answering._wrong_version("9", "11"),
     "Falsche Fassung: Diese Antworten gehören zur Fassung „9“ des Instruments; hier ist es „11“.",
     "Wrong version: these answers are for version “9” of the instrument; here it is “11”."),
)
FAULTS = (
    (lambda: faults_of(get("lap"), {"12": "yes"}),
     "„12“ gibt es in Lethality Screen (LAP) nicht.", "There is no “12” in Lethality Screen (LAP)."),
    (lambda: faults_of_facts(get("lap"), {"shoe_size": 44}),
     "„shoe_size“ gibt es in Lethality Screen (LAP) nicht.", "There is no “shoe_size” in Lethality Screen (LAP)."),
    (lambda: faults_of_facts(get("lap"), {"belief": "perhaps"}),
     "eigene Sorge trotz der Antworten: Möglich sind yes, no, unknown, not_asked.",
     "Believes in danger whatever was answered: Possible are yes, no, unknown, not_asked."),
    (lambda: faults_of_facts(get("lap"), {"age_at_risk": 131}),
     "Alter der gewaltbetroffenen Person: Hier steht eine ganze Zahl bis 130.",
     "Age of the person at risk: A whole number up to 130 stands here."),
    (lambda: faults_of(get("lap"), {"1": "perhaps"}),
     "1: Möglich sind yes, no, unknown, not_asked.", "1: Possible are yes, no, unknown, not_asked."),
    (lambda: faults_of(get("odara"), {"13": 1}),
     "13: Möglich sind yes, no, unknown, not_asked oder eine Liste aus children, no_phone, no_transport, isolation, substances.",
     "13: Possible are yes, no, unknown, not_asked, or a list of children, no_phone, no_transport, isolation, substances."),
    (lambda: faults_of(get("b-safer"), {"1": 1}),
     "1: Möglich sind present, possible, absent, unknown, not_asked, jetzt und früher.",
     "1: Possible are present, possible, absent, unknown, not_asked, now and past."),
    (lambda: faults_of(get("b-safer"), {"risk": 1}), "risk: Möglich sind low, moderate, high.", "risk: Possible are low, moderate, high."),
    (lambda: faults_of(get("dyrias"), {"date": "2026-02-30"}),
     "date: Hier steht ein Tag, etwa 2026-03-01.", "date: A day stands here, as 2026-03-01."),
    (lambda: (no_room(plan_of(get("danger-assessment")).parts[0]),),
     "3a: Ein Ja passt nur zu „nein“ bei Frage 3.", "3a: A yes goes only with “no” to question 3."),
    (lambda: faults_of(get("b-safer"), {"note": 1}),
     "note: Hier steht ein Text von höchstens 10000 Zeichen.", "note: A text of at most 10000 characters stands here."),
)
# fmt: on


@pytest.mark.parametrize(("said", "german", "english"), SAID)
def test_a_sentence_about_a_result(said, german, english):
    assert said() == (german, english)


@pytest.mark.parametrize(("found", "german", "english"), FAULTS)
def test_a_sentence_about_a_fault(found, german, english):
    assert [fault.sentence for fault in found()] == [(german, english)]


def test_what_a_stranger_named_is_shown_short_and_printable():
    assert faults.shown("\x1b[2J\ud800\u202e" + "x" * 50) == "·[2J··" + "x" * 34


def test_an_exception_reads_like_its_sentences():
    faults = (Fault("1", REASONS[0]), Fault("2", REASONS[1]))
    assert str(BadAnswers(faults)) == "First. Second."
    assert str(answering.NoAnswers(REASONS[0])) == "First."
