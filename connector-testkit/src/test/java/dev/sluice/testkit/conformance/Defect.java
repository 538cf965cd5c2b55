package dev.sluice.testkit.conformance;

/** What is wrong with a sink, and the one case that says so. */
enum Defect {
    NONE(""),
    TAKES_A_STALL_FOR_SUCCESS("noOffsetIsCommittedBeforeItsRecordIsStored"),
    DROPS_IN_AN_OUTAGE("anOutageSkipsNothingReportsNothingAndFailsNothing"),
    FAILS_ON_A_TRANSIENT_ANSWER("aTransientAnswerIsFollowedByARepetition"),
    GIVES_UP_SILENTLY("troubleThatOutlastsTheRetryTimeoutFailsTheTaskAndLosesNothing"),
    DROPS_WHEN_AN_ANSWER_IS_LOST("aLostAnswerIsFollowedByARepetition"),
    TAKES_THE_UNKNOWN_FOR_TRANSIENT("anUnknownAnswerFailsTheTaskAtOnceWhateverTheTolerance"),
    REPEATS_WHAT_IS_FATAL("aFatalAnswerFailsTheTaskAtOnceWhateverTheTolerance"),
    REORDERS_A_KEY("recordsOfAKeyKeepTheirOrderWhenRequestsAreRepeated"),
    STORES_WHAT_WAS_REVOKED("whatIsOpenOfALostPartitionIsNeverStoredAndTheOthersGoOn"),
    SKIPS_A_RENAMED_TOPIC("aTopicThatATransformRenamedIsCommitted"),
    IGNORES_TOLERANCE_NONE("withoutToleranceABadRecordFailsTheTaskAndItsPlaceIsTold"),
    LOSES_THE_NEIGHBOURS_OF_A_BAD_RECORD("withToleranceABadRecordTakesNobodyWithIt"),
    TELLS_CONTENT("theContentOfABadRecordIsInNoMessage"),
    HAS_AN_UNDOCUMENTED_OPTION("everyOptionIsDocumentedAndGrouped"),
    BLAMES_ANOTHER_KEY("everyWrongValueIsReportedOnItsOwnKeyAndAllAtOnce"),
    BLAMES_ANOTHER_KEY_TOO_WHEN_ONE_IS_MISSING("everyMissingOptionIsReportedOnItsOwnKey"),
    SHOWS_ITS_SECRET_OPTION("whatLooksLikeASecretIsAPassword"),
    TELLS_A_SECRET("noSecretIsInAMessage"),
    BLOCKS_IN_PUT("putReturnsWhileTheDestinationStalls"),
    NEVER_PAUSES("aFullBufferPausesThePartitionsAndGoesOnLater"),
    FORGETS_ITS_DEADLINE("whatWaitsIsAskedForByTheTimeout"),
    LEAKS_A_THREAD("nothingOfAStoppedTaskStays");

    final String namedBy;

    Defect(String namedBy) {
        this.namedBy = namedBy;
    }
}
