using System.ComponentModel.DataAnnotations;

namespace Freehold.Gateway;

/// <summary>The HTTP edge: <c>Freehold:Gateway</c>.</summary>
public sealed class GatewayOptions
{
    /// <summary>Largest request body, in bytes; a larger one gets 413.</summary>
    /// <value>Default 10 MiB.</value>
    [Range(1_024, 1 << 30)]
    public int MaxBodyBytes { get; set; } = 10 << 20;

    /// <summary>Most characters of text in a request that are analysed for its label; a request with more gets the strictest label.</summary>
    /// <value>Default 8 Mi characters, all that a body of the default size can hold but for bodies of hardly anything else.</value>
    [Range(1_024, 1 << 26)]
    public int MaxAnalysedChars { get; set; } = 8 << 20;

    /// <summary>Most requests that are being answered at once; over it a request gets 503.</summary>
    /// <value>Default 10,000.</value>
    [Range(1, 1_000_000)]
    public int MaxConcurrentRequests { get; set; } = 10_000;
}
