namespace Freehold.Contracts.Inference;

/// <summary>Holds the engines of one device of one silo. Key: <c>silo/device</c> (<see cref="WorkerId"/>).</summary>
/// <remarks>
/// Calls interleave; the engine's own bounded threads compute, never a grain turn. Generation is not idempotent in its cost but has no
/// effect besides its answer: a caller may repeat it. Ending the enumeration cancels the work within one token.
/// Expected failures come as a <see cref="TokenBatch"/> with a <see cref="TokenBatch.Refusal"/>, always as the first batch.
/// </remarks>
[Alias("freehold.IWorkerGrain")]
public interface IWorkerGrain : IGrainWithStringKey
{
    /// <summary>Streams the answer in batches, flushed at some tokens or 20 ms; the last one has <see cref="TokenBatch.Finish"/>.</summary>
    [Alias("Generate")]
    IAsyncEnumerable<TokenBatch> GenerateAsync(GenerateRequest request, CancellationToken cancellationToken);

    /// <summary>
    /// Embeds texts. Called only for a candidate that says <see cref="Routing.Candidate.Embeds"/>, which no worker says that lacks this.
    /// </summary>
    [Alias("Embed")]
    Task<EmbedAnswer> EmbedAsync(EmbedRequest request, CancellationToken cancellationToken);
}
