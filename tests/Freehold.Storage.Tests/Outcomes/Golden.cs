using Freehold.Contracts.Outcomes;
using Freehold.Contracts.Tenancy;

namespace Freehold.Storage.Tests.Outcomes;

/// <summary>Rows as released versions wrote them, and what they say. Rows are added here, never changed.</summary>
internal static class Golden
{
    public const string OutcomeFormat1 =
        "{\"id\":\"chatcmpl-1\",\"tenant\":\"acme\",\"keyId\":\"key-1\",\"at\":\"2030-05-06T07:08:09.123+00:00\"," +
        "\"api\":\"chat.completions\",\"label\":\"Confidential\",\"workload\":\"triage\",\"requestedModel\":\"auto\"," +
        "\"decision\":\"local first\",\"policyVersion\":3,\"candidates\":[{\"id\":\"tiny\",\"allowed\":true,\"reason\":\"zone device\"," +
        "\"propensity\":0.75},{\"id\":\"remote\",\"allowed\":false,\"reason\":\"zone region:eu is not allowed\",\"propensity\":0}]," +
        "\"attempts\":[{\"candidate\":\"busy\",\"result\":\"Busy\",\"detail\":\"queue full\",\"promptTokens\":0,\"completionTokens\":0," +
        "\"costMicroUsd\":0,\"latencyMs\":0.5,\"queueTimeMs\":0},{\"candidate\":\"tiny\",\"result\":\"Answered\",\"promptTokens\":12," +
        "\"completionTokens\":34,\"costMicroUsd\":56,\"latencyMs\":78.5,\"confidence\":-0.25,\"queueTimeMs\":1.5}]," +
        "\"status\":\"Completed\",\"httpStatus\":200,\"model\":\"tiny\",\"modelDigest\":\"9f86d081\",\"promptTokens\":12," +
        "\"completionTokens\":34,\"costMicroUsd\":56,\"firstByteMs\":10.25,\"totalMs\":80.5,\"confidence\":-0.25," +
        "\"error\":\"none really\"}";

    /// <summary>What a decision by features, workload and weights adds to the row.</summary>
    public const string RoutedOutcomeFormat1 =
        "{\"id\":\"chatcmpl-2\",\"tenant\":\"acme\",\"keyId\":\"key-1\",\"at\":\"2030-05-06T07:08:09.123+00:00\"," +
        "\"api\":\"chat.completions\",\"label\":\"Restricted\",\"workload\":\"triage\",\"requestedModel\":\"auto\"," +
        "\"decision\":\"auto: cheapest\",\"policyVersion\":4,\"candidates\":[{\"id\":\"tiny\",\"allowed\":true,\"reason\":\"cheapest\"," +
        "\"propensity\":0.95,\"expectedQuality\":0.8,\"expectedCostMicroUsd\":7,\"expectedLatencyMs\":120.5}]," +
        "\"attempts\":[{\"candidate\":\"tiny\",\"result\":\"Escalated\",\"promptTokens\":0,\"completionTokens\":0,\"costMicroUsd\":0," +
        "\"latencyMs\":0,\"queueTimeMs\":0,\"probability\":0.625,\"calibrationVersion\":6,\"signals\":\"BAUG\"}]," +
        "\"status\":\"Completed\",\"httpStatus\":200,\"promptTokens\":0,\"completionTokens\":0,\"costMicroUsd\":0,\"firstByteMs\":0," +
        "\"totalMs\":0,\"features\":\"AQID\",\"weightsVersion\":\"w-7\",\"sensitiveKinds\":[\"person\"],\"turn\":2," +
        "\"ruleVersion\":\"ab12\",\"adapterDigest\":\"cd34\",\"workloadConfidence\":0.9}";

    public const string FeedbackFormat1 =
        "{\"id\":\"fb-1\",\"outcomeId\":\"chatcmpl-1\",\"keyId\":\"key-2\",\"at\":\"2030-05-06T08:00:00+00:00\",\"score\":0.5," +
        "\"label\":\"accepted\",\"comment\":\"fine\"}";

    public static Outcome Outcome { get; } = new()
    {
        Id = "chatcmpl-1",
        Tenant = "acme",
        KeyId = "key-1",
        At = new DateTimeOffset(2030, 5, 6, 7, 8, 9, 123, TimeSpan.Zero),
        Api = "chat.completions",
        Label = SensitivityLabel.Confidential,
        Workload = "triage",
        RequestedModel = "auto",
        Decision = "local first",
        PolicyVersion = 3,
        Candidates =
        [
            new() { Id = "tiny", Allowed = true, Reason = "zone device", Propensity = 0.75 },
            new() { Id = "remote", Allowed = false, Reason = "zone region:eu is not allowed" },
        ],
        Attempts =
        [
            new() { Candidate = "busy", Result = AttemptResult.Busy, Detail = "queue full", LatencyMs = 0.5 },
            new()
            {
                Candidate = "tiny", Result = AttemptResult.Answered, PromptTokens = 12, CompletionTokens = 34, CostMicroUsd = 56,
                LatencyMs = 78.5, Confidence = -0.25, QueueTimeMs = 1.5,
            },
        ],
        Status = OutcomeStatus.Completed,
        HttpStatus = 200,
        Model = "tiny",
        ModelDigest = "9f86d081",
        PromptTokens = 12,
        CompletionTokens = 34,
        CostMicroUsd = 56,
        FirstByteMs = 10.25,
        TotalMs = 80.5,
        Confidence = -0.25,
        Error = "none really",
    };

    public static Outcome RoutedOutcome { get; } = new()
    {
        Id = "chatcmpl-2",
        Tenant = "acme",
        KeyId = "key-1",
        At = new DateTimeOffset(2030, 5, 6, 7, 8, 9, 123, TimeSpan.Zero),
        Api = "chat.completions",
        Label = SensitivityLabel.Restricted,
        Workload = "triage",
        RequestedModel = "auto",
        Decision = "auto: cheapest",
        PolicyVersion = 4,
        Candidates =
        [
            new()
            {
                Id = "tiny", Allowed = true, Reason = "cheapest", Propensity = 0.95, ExpectedQuality = 0.8, ExpectedCostMicroUsd = 7,
                ExpectedLatencyMs = 120.5,
            },
        ],
        Attempts =
        [
            new() { Candidate = "tiny", Result = AttemptResult.Escalated, Probability = 0.625, CalibrationVersion = 6, Signals = [4, 5, 6] },
        ],
        Status = OutcomeStatus.Completed,
        HttpStatus = 200,
        Features = [1, 2, 3],
        WeightsVersion = "w-7",
        SensitiveKinds = ["person"],
        Turn = 2,
        RuleVersion = "ab12",
        AdapterDigest = "cd34",
        WorkloadConfidence = 0.9,
    };

    public static Feedback Feedback { get; } = new()
    {
        Id = "fb-1",
        OutcomeId = "chatcmpl-1",
        KeyId = "key-2",
        At = new DateTimeOffset(2030, 5, 6, 8, 0, 0, TimeSpan.Zero),
        Score = 0.5,
        Label = "accepted",
        Comment = "fine",
    };
}
