package dev.sluice.testkit.conformance;

/** What is wrong with a sink, and the one case that says so. */
enum Defect {
    NONE(""),
    STORES_TWICE_AFTER_MANY_BATCHES("everyRecordIsStoredAndCommitted"),
    STORES_BEHIND_THE_PIPELINES_BACK("theCountsAddUp"),
    TAKES_A_STALL_FOR_SUCCESS("noOffsetIsCommittedBeforeItsRecordIsStored"),
    DROPS_IN_AN_OUTAGE("anOutageSkipsNothingReportsNothingAndFailsNothing"),
    FAILS_ON_A_TRANSIENT_ANSWER("aTransientAnswerIsFollowedByARepetition"),
    GIVES_UP_SILENTLY("troubleThatOutlastsTheRetryTimeoutFailsTheTaskAndLosesNothing"),
    REPEATS_A_THROTTLED_CALL_BY_ITSELF_TOO("aThrottledAnswerIsFollowedByARepetition"),
    DROPS_WHEN_AN_ANSWER_IS_LOST("aLostAnswerIsFollowedByARepetition"),
    TAKES_THE_UNKNOWN_FOR_TRANSIENT("anUnknownAnswerFailsTheTaskAtOnceWhateverTheTolerance"),
    REPEATS_WHAT_IS_FATAL("aFatalAnswerFailsTheTaskAtOnceWhateverTheTolerance"),
    GOES_ON_AFTER_WHAT_A_KILLED_TASK_READ("aKilledTaskLosesNothing"),
    REVERSES_A_BATCH_UNTIL_IT_IS_THROTTLED("recordsOfAKeyAreStoredInTheirOrder"),
    REORDERS_A_KEY("recordsOfAKeyKeepTheirOrderWhenRequestsAreRepeated"),
    STORES_WHAT_WAS_REVOKED("whatIsOpenOfALostPartitionIsNeverStoredAndTheOthersGoOn"),
    ANSWERS_WHEN_HALF_A_BATCH_IS_STORED("aRevokedPartitionIsCommittedOnlyAsFarAsItIsStored"),
    SKIPS_WHAT_COMES_AGAIN("aPartitionThatComesBackGoesOnFromItsCommittedOffset"),
    STORES_UNDER_A_NEW_ID_WHAT_COMES_AGAIN("aRewindStoresNothingTwice"),
    SKIPS_A_RENAMED_TOPIC("aTopicThatATransformRenamedIsCommitted"),
    IGNORES_TOLERANCE_NONE("withoutToleranceABadRecordFailsTheTaskAndItsPlaceIsTold"),
    LOSES_THE_NEIGHBOURS_OF_A_BAD_RECORD("withToleranceABadRecordTakesNobodyWithIt"),
    REPORTS_TWICE("aToleratedRecordIsReportedOnceAndThenCommitted"),
    TELLS_CONTENT("theContentOfABadRecordIsInNoMessage"),
    REFUSES_A_RIGHT_VALUE("theConfigThatWorksHasNoError"),
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
