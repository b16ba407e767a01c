namespace Freehold.Client;

/// <summary>What Freehold needs to know of a request beyond OpenAI's body; it travels in headers.</summary>
public sealed record CallOptions
{
    /// <summary>
    /// How sensitive the request is: <c>public</c>, <c>internal</c>, <c>confidential</c> or <c>restricted</c>. Null: the tenant's
    /// default, which is also the weakest that a request may bring.
    /// </summary>
    public string? Label { get; init; }

    /// <summary>The kind of task, such as <c>classify-ticket</c>, so that its outcomes are judged and learned together.</summary>
    public string? Workload { get; init; }
}
