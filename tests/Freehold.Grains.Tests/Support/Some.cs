using Freehold.Contracts.Distillation;
using Freehold.Contracts.Outcomes;
using Freehold.Contracts.Routing;
using Freehold.Contracts.Tenancy;

namespace Freehold.Grains.Tests.Support;

/// <summary>Messages that tests need and do not care about in every detail.</summary>
internal static class Some
{
    public static ApiKeyRecord Key(string id, string hash, KeyRoles roles = KeyRoles.Inference) => new()
    {
        KeyId = id,
        Name = id,
        SecretHash = hash,
        Roles = roles,
        CreatedAt = DateTimeOffset.UnixEpoch,
    };

    public static TenantPolicy Policy(string document) => new() { Document = document };

    public static Candidate Local(string id) => new()
    {
        Id = id,
        Kind = CandidateKind.LocalModel,
        Zone = Zones.Device,
        Place = "local/cpu0",
        Model = id,
    };

    public static Candidate Provider(string id) => new()
    {
        Id = id,
        Kind = CandidateKind.Provider,
        Zone = Zones.Any,
        Place = id,
        Model = "m",
    };

    public static StudentCandidate Student(string workload, RolloutStage stage = RolloutStage.Canary, double share = 1) => new()
    {
        Workload = workload,
        Kind = StudentKind.Specialist,
        Version = "v1",
        Digest = new string('a', 64),
        Stage = stage,
        Share = share,
        ServeAt = 0.8,
        PolicyVersion = 1,
    };

    public static Outcome Outcome(string tenant, string id, DateTimeOffset at, AttemptResult result = AttemptResult.Answered, string model = "tiny") => new()
    {
        Id = id,
        Tenant = tenant,
        KeyId = "key",
        At = at,
        Api = "chat.completions",
        Label = SensitivityLabel.Internal,
        RequestedModel = "auto",
        Decision = "auto: local first",
        PolicyVersion = 1,
        Candidates = [],
        Attempts = [new Attempt { Candidate = model, Result = result, LatencyMs = 10, CostMicroUsd = 3 }],
        Status = result == AttemptResult.Answered ? OutcomeStatus.Completed : OutcomeStatus.Failed,
        HttpStatus = 200,
    };
}
