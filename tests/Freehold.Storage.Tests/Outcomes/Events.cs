using Freehold.Contracts.Outcomes;
using Freehold.Contracts.Tenancy;

namespace Freehold.Storage.Tests.Outcomes;

/// <summary>Events for tests.</summary>
internal static class Events
{
    public static readonly DateTimeOffset At = new(2030, 5, 6, 7, 8, 9, TimeSpan.Zero);

    public static OutcomeLogId LogOf(string tenant) => OutcomeLogId.For(TenantId.Parse(tenant));

    public static Outcome Outcome(string id, string tenant = "acme", string decision = "the only candidate") => new()
    {
        Id = id,
        Tenant = tenant,
        KeyId = "key-1",
        At = At,
        Api = "chat.completions",
        Label = SensitivityLabel.Internal,
        RequestedModel = "auto",
        Decision = decision,
        PolicyVersion = 1,
        Candidates = [new() { Id = "tiny", Allowed = true, Reason = "local", Propensity = 1 }],
        Attempts = [new() { Candidate = "tiny", Result = AttemptResult.Answered, CompletionTokens = 5, LatencyMs = 12.5 }],
        Status = OutcomeStatus.Completed,
        HttpStatus = 200,
        Model = "tiny",
        CompletionTokens = 5,
        TotalMs = 12.5,
    };

    public static Feedback Feedback(string id, string outcomeId, double? score = 1) =>
        new() { Id = id, OutcomeId = outcomeId, KeyId = "key-1", At = At, Score = score };
}
