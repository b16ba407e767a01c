namespace Freehold.Contracts.Providers;

/// <summary>A request as it goes upstream.</summary>
[GenerateSerializer, Immutable, Alias("freehold.ProviderRequest")]
public sealed record ProviderRequest
{
    /// <summary>The path under the provider's base URL: <c>chat/completions</c> or <c>completions</c>.</summary>
    [Id(0)] public required string Path { get; init; }

    /// <summary>The client's own body, UTF-8 JSON; the grain puts the upstream's model name in and asks for usage.</summary>
    [Id(1)] public required byte[] Body { get; init; }

    /// <summary>The upstream's name of the model.</summary>
    [Id(2)] public required string Model { get; init; }

    /// <summary>The id that the answer shall carry instead of the upstream's.</summary>
    [Id(3)] public required string ResponseId { get; init; }

    /// <summary>True where the client itself asked for usage in the stream.</summary>
    [Id(4)] public bool ClientWantsUsage { get; init; }
}

/// <summary>A whole answer, or a fault.</summary>
[GenerateSerializer, Immutable, Alias("freehold.ProviderReply")]
public sealed record ProviderReply
{
    /// <summary>The answer's JSON as the client shall get it; empty where there is a fault.</summary>
    [Id(0)] public byte[] Body { get; init; } = [];

    /// <summary>What it used and cost; null where there is a fault.</summary>
    [Id(1)] public ProviderUsage? Usage { get; init; }

    /// <summary>Why there is no answer.</summary>
    [Id(2)] public ProviderFault? Fault { get; init; }

    /// <summary>The model's name as the upstream gave it.</summary>
    [Id(3)] public string? Model { get; init; }

    /// <summary>Why the first choice ended, as the upstream gave it.</summary>
    [Id(4)] public string? FinishReason { get; init; }
}

/// <summary>Some events of a streamed answer.</summary>
[GenerateSerializer, Immutable, Alias("freehold.ProviderBatch")]
public sealed record ProviderBatch
{
    /// <summary>
    /// Server-sent events as the client shall get them (<c>data: …\n\n</c>), without the closing <c>[DONE]</c>; may be empty. From the
    /// event with the finish reason on they all come in the last batch, so that a client is not told of an end that is not yet logged.
    /// </summary>
    [Id(0)] public byte[] Events { get; init; } = [];

    /// <summary>What the answer used so far: an estimate, until the last batch has what the upstream told.</summary>
    [Id(1)] public required ProviderUsage Usage { get; init; }

    /// <summary>Why the stream ends here without its end.</summary>
    [Id(2)] public ProviderFault? Fault { get; init; }

    /// <summary>True in the last batch of a whole answer.</summary>
    [Id(3)] public bool Complete { get; init; }

    /// <summary>The model's name as the upstream gave it; in the first batch.</summary>
    [Id(4)] public string? Model { get; init; }

    /// <summary>Why the first choice ended, as the upstream gave it; in the last batch.</summary>
    [Id(5)] public string? FinishReason { get; init; }
}

/// <summary>What an answer used and cost.</summary>
[GenerateSerializer, Immutable, Alias("freehold.ProviderUsage")]
public sealed record ProviderUsage
{
    /// <summary>Tokens of the prompt.</summary>
    [Id(0)] public required int PromptTokens { get; init; }

    /// <summary>Tokens of the answer.</summary>
    [Id(1)] public required int CompletionTokens { get; init; }

    /// <summary>Tokens of the prompt that the upstream had in a cache.</summary>
    [Id(2)] public int CachedPromptTokens { get; init; }

    /// <summary>The price, in micro-USD.</summary>
    [Id(3)] public required long CostMicroUsd { get; init; }

    /// <summary>True where the upstream did not tell and the counts are ours: four bytes of prompt, or one event of the answer, to a token.</summary>
    [Id(4)] public bool Estimated { get; init; }
}

/// <summary>What went wrong upstream.</summary>
[GenerateSerializer, Alias("freehold.ProviderFaultKind")]
public enum ProviderFaultKind
{
    /// <summary>No connection could be made, or it broke before an answer.</summary>
    Unreachable = 0,

    /// <summary>Nothing came within the time limit.</summary>
    TimedOut = 1,

    /// <summary>The upstream asks to wait (429).</summary>
    RateLimited = 2,

    /// <summary>The upstream failed (5xx).</summary>
    ServerError = 3,

    /// <summary>The upstream does not accept our key (401, 403).</summary>
    KeyRefused = 4,

    /// <summary>The upstream refuses the request itself (other 4xx); another candidate would be no different, the client must change it.</summary>
    RequestRefused = 5,

    /// <summary>The answer is not what the API promises.</summary>
    Malformed = 6,

    /// <summary>The stream broke off before its end.</summary>
    CutOff = 7,

    /// <summary>There is no such provider on this silo.</summary>
    NotConfigured = 8,

    /// <summary>The silo that called the upstream went away; the upstream may have answered.</summary>
    SiloLost = 9,
}

/// <summary>What went wrong upstream, in words.</summary>
[GenerateSerializer, Immutable, Alias("freehold.ProviderFault")]
public sealed record ProviderFault
{
    /// <summary>The kind.</summary>
    [Id(0)] public required ProviderFaultKind Kind { get; init; }

    /// <summary>What, where, what to do.</summary>
    [Id(1)] public required string Detail { get; init; }

    /// <summary>The upstream's HTTP status; 0 where there was none.</summary>
    [Id(2)] public int Status { get; init; }

    /// <summary>The upstream's own error body for <see cref="ProviderFaultKind.RequestRefused"/>, to be passed on; empty otherwise.</summary>
    [Id(3)] public byte[] Body { get; init; } = [];

    /// <summary>When to try again, in milliseconds; 0 where the upstream did not say.</summary>
    [Id(4)] public int RetryAfterMs { get; init; }
}
