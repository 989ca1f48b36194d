"""Verbs whose subject is a person: after a single capitalised word they speak for a surname ("Vimal said")."""

from __future__ import annotations

#: verbs of saying and thinking
SPEECH: frozenset[str] = frozenset(
    """
    said says noted notes told tells added adds argued argues stated states explained explains observed observes claimed claims asserted asserts stressed stresses emphasized emphasizes emphasised underscored underlined replied responded answered asked asks commented
    complained complains remarked remarks opined opines believes believed thought thinks suggested suggests recommended recommends admitted admits acknowledged conceded confirmed denied declared announced promised pledged urged warned cautioned predicted predicts
    speculated recalled recounted related revealed insisted insists reiterated repeated agreed disagreed concurred concluded concludes countered quipped joked mused lamented praised criticized criticised thanked described characterized outlined highlighted alleged alleges
    averred assured hoped wondered inquired conveyed queried contended maintained surmised portrayed interjected volunteered confided confessed elaborated clarified questioned spoke speaks apologized appealed decried cited professed pointed expressed mentioned continued
    rejoined retorted interrupted demurred offered responded laughed smiled
    """.split()
)

#: other verbs that a person is often the subject of, but a body of persons too
ACTIONS: frozenset[str] = frozenset(
    """
    informed advised briefed invited hosted met visited traveled travelled arrived departed left resigned died wrote called requested sought proposed wants wanted plans planned intends intended expects expected fears feared welcomed accused blamed dismissed rejected
    accepted refused declined demanded shared discussed raised voiced opposed supported favors attributed chaired presided signed appointed nominated named served serves ran won lost led leads headed heads became took gave made decided knew understood sees saw viewed
    considered appeared appears seemed seems tried attempted himself herself returned joined attended faces faced enjoys has had was is would will could may might
    """.split()
)
