using Freehold.Contracts.Outcomes;
using Freehold.Contracts.Routing;
using Freehold.Contracts.Tenancy;

namespace Freehold.Console.Tests.Support;

/// <summary>Data as the grains give it.</summary>
internal static class Sample
{
    public const string Digest = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

    public static ApiKeyRecord Key(string id, KeyRoles roles) =>
        new() { KeyId = id, Name = $"key {id}", SecretHash = "", Roles = roles, CreatedAt = DateTimeOffset.UnixEpoch };

    public static Candidate Model(string id, string? unavailable = null) => new()
    {
        Id = id,
        Kind = CandidateKind.LocalModel,
        Zone = Zones.Device,
        Place = "silo/cpu0",
        Model = id,
        Digest = Digest,
        ContextLength = 2_048,
        Unavailable = unavailable,
    };

    public static Candidate Provider(string id) => new()
    {
        Id = id,
        Kind = CandidateKind.Provider,
        Zone = "region:eu",
        Place = id,
        Model = "gpt-4o-mini",
        PromptMicroUsdPerMillion = 150_000,
        CompletionMicroUsdPerMillion = 600_000,
        OpenEnded = true,
    };

    public static ModelFigures Figures(string model) => new()
    {
        Model = model,
        Requests = 1_234,
        Errors = 5,
        LatencyP95Ms = 87.4,
        MeanConfidence = -0.42,
        CostMicroUsd = 4_321,
        PromptTokens = 56_789,
        CompletionTokens = 12_345,
    };

    public static LoggedOutcome Outcome(string tenant, long sequence, string decision = "auto: local first") => new()
    {
        Sequence = sequence,
        Outcome = new Outcome
        {
            Id = $"chatcmpl-{tenant}-{sequence}",
            Tenant = tenant,
            KeyId = "k1",
            At = new DateTimeOffset(2030, 1, 2, 3, 4, 5, TimeSpan.Zero).AddSeconds(sequence),
            Api = "chat.completions",
            Label = SensitivityLabel.Internal,
            RequestedModel = "auto",
            Decision = decision,
            PolicyVersion = 3,
            Candidates =
            [
                new() { Id = "stories", Allowed = true, Reason = "local", Propensity = 1 },
                new() { Id = "openai", Allowed = false, Reason = "zone region:eu is not allowed for internal" },
            ],
            Attempts = [new() { Candidate = "stories", Result = AttemptResult.Answered, LatencyMs = 12.5 }],
            Status = OutcomeStatus.Completed,
            HttpStatus = 200,
            Model = "stories",
            ModelDigest = Digest,
            PromptTokens = 17,
            CompletionTokens = 29,
            CostMicroUsd = 42,
            FirstByteMs = 4.2,
            TotalMs = 123.4,
            Confidence = -0.37,
        },
    };
}
