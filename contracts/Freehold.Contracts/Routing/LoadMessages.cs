namespace Freehold.Contracts.Routing;

/// <summary>How busy one worker is.</summary>
[GenerateSerializer, Immutable, Alias("freehold.WorkerLoad")]
public sealed record WorkerLoad
{
    /// <summary>Its key, as <see cref="Candidate.Place"/> has it.</summary>
    [Id(0)] public required string Place { get; init; }

    /// <summary>Its models, in order of their names.</summary>
    [Id(1)] public required ModelLoad[] Models { get; init; }
}

/// <summary>How busy one model of a worker is. Speeds are running means over its latest requests, 0 before the first.</summary>
[GenerateSerializer, Immutable, Alias("freehold.ModelLoad")]
public sealed record ModelLoad
{
    /// <summary>The model's name at the worker.</summary>
    [Id(0)] public required string Model { get; init; }

    /// <summary>Requests in its queue.</summary>
    [Id(1)] public required int WaitingRequests { get; init; }

    /// <summary>Requests that run.</summary>
    [Id(2)] public required int ActiveRequests { get; init; }

    /// <summary>Most requests that run side by side.</summary>
    [Id(3)] public required int MaxActiveRequests { get; init; }

    /// <summary>From a request's arrival to its first token, in milliseconds.</summary>
    [Id(4)] public double FirstTokenMs { get; init; }

    /// <summary>Prompt tokens that it reads in a second.</summary>
    [Id(5)] public double PrefillTokensPerSecond { get; init; }

    /// <summary>Tokens that one answer grows by in a second.</summary>
    [Id(6)] public double DecodeTokensPerSecond { get; init; }

    /// <summary>Time that a request runs, without its time in the queue, in milliseconds.</summary>
    [Id(7)] public double ServiceMs { get; init; }
}

/// <summary>What all workers say of themselves at one moment.</summary>
[GenerateSerializer, Immutable, Alias("freehold.LoadSnapshot")]
public sealed record LoadSnapshot
{
    /// <summary>No worker said anything yet; older than any other.</summary>
    public static LoadSnapshot Empty { get; } = new() { Version = 0, Workers = [] };

    /// <summary>Grows with every change.</summary>
    [Id(0)] public required long Version { get; init; }

    /// <summary>One entry a worker, in order of their places.</summary>
    [Id(1)] public required WorkerLoad[] Workers { get; init; }
}
