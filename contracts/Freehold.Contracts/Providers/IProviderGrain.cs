namespace Freehold.Contracts.Providers;

/// <summary>The way to one OpenAI-compatible upstream. Key: <c>name/shard</c> (<see cref="ProviderId"/>).</summary>
/// <remarks>
/// Calls interleave. A request is sent once; it is not repeated after the upstream may have seen it, because a time-out proves nothing about the
/// work. Expected failures come as a <see cref="ProviderFault"/>: in the reply, or in a batch, after which the stream ends.
/// Ending the call or the enumeration closes the upstream's connection.
/// </remarks>
[Alias("freehold.IProviderGrain")]
public interface IProviderGrain : IGrainWithStringKey
{
    /// <summary>Sends a request and returns the whole answer.</summary>
    /// <remarks>The provider's own time limits (at most an hour) end it; the runtime's shall not come before them.</remarks>
    [Alias("Complete"), ResponseTimeout("01:05:00")]
    Task<ProviderReply> CompleteAsync(ProviderRequest request, CancellationToken cancellationToken);

    /// <summary>
    /// True while <see cref="CompleteAsync"/> works on the request with this response id. A caller who has waited for long asks: the silo that
    /// worked on it may be gone, and then another one answers no.
    /// </summary>
    [AlwaysInterleave, Alias("IsCompleting")]
    Task<bool> IsCompletingAsync(string responseId, CancellationToken cancellationToken);

    /// <summary>Sends a request and streams the answer's events, as many in a batch as are ready.</summary>
    [Alias("Stream")]
    IAsyncEnumerable<ProviderBatch> StreamAsync(ProviderRequest request, CancellationToken cancellationToken);
}
