using Freehold.Contracts.Tenancy;

namespace Freehold.Contracts.Outcomes;

/// <summary>Rolling figures of one tenant, computed from its outcome log. Key: <see cref="TenantId"/>.</summary>
/// <remarks>
/// Subscribes to <c>outcomes</c>; figures and the checkpoint up to which they hold are stored together, so a lost or repeated
/// wake-up changes nothing, and a reminder sweeps for missed ones. Reading is free of side effects and interleaves.
/// </remarks>
[Alias("freehold.IFiguresGrain")]
public interface IFiguresGrain : IGrainWithStringKey, ITenantScoped
{
    /// <summary>The figures as of now.</summary>
    [AlwaysInterleave, Alias("Get")]
    Task<FiguresSnapshot> GetAsync(CancellationToken cancellationToken);

    /// <summary>Reads the log to its end first; for callers that must see what they just appended.</summary>
    [Alias("CatchUp"), ResponseTimeout("00:02:00")]
    Task<FiguresSnapshot> CatchUpAsync(CancellationToken cancellationToken);
}

/// <summary>Rolling figures of one tenant.</summary>
[GenerateSerializer, Immutable, Alias("freehold.FiguresSnapshot")]
public sealed record FiguresSnapshot
{
    /// <summary>Nothing happened yet.</summary>
    public static FiguresSnapshot Empty { get; } = new() { Sequence = 0, WindowSeconds = 0, Models = [] };

    /// <summary>Outcomes up to this place in the log are counted.</summary>
    [Id(0)] public required long Sequence { get; init; }

    /// <summary>The window's length, in seconds.</summary>
    [Id(1)] public required int WindowSeconds { get; init; }

    /// <summary>One entry a candidate that was tried in the window, in order of their ids.</summary>
    [Id(2)] public required ModelFigures[] Models { get; init; }
}

/// <summary>What one candidate did in the window.</summary>
[GenerateSerializer, Immutable, Alias("freehold.ModelFigures")]
public sealed record ModelFigures
{
    /// <summary>The candidate's id.</summary>
    [Id(0)] public required string Model { get; init; }

    /// <summary>Attempts.</summary>
    [Id(1)] public required long Requests { get; init; }

    /// <summary>Attempts that failed by the candidate's own fault.</summary>
    [Id(2)] public required long Errors { get; init; }

    /// <summary>95th percentile of the latency of attempts that answered, in milliseconds, within 5%; 0 where none did.</summary>
    [Id(3)] public required double LatencyP95Ms { get; init; }

    /// <summary>Mean confidence of the answers that have one.</summary>
    [Id(4)] public double? MeanConfidence { get; init; }

    /// <summary>What they cost, in micro-USD.</summary>
    [Id(5)] public required long CostMicroUsd { get; init; }

    /// <summary>Tokens of prompts.</summary>
    [Id(6)] public long PromptTokens { get; init; }

    /// <summary>Tokens of answers.</summary>
    [Id(7)] public long CompletionTokens { get; init; }

    /// <summary>Errors since the last success, newest attempts only.</summary>
    [Id(8)] public int ErrorsInARow { get; init; }
}
