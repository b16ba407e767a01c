using Freehold.Inference.Tokenizers;

namespace Freehold.Inference;

/// <summary>Embeds texts with one loaded model.</summary>
/// <remarks>
/// Safe for use by many callers at once. The work is done on the engine's own bounded threads, never on the caller's; what the caller's
/// thread does is to encode its texts. Requests take turns, one step each, so that a large one does not hold up a small one. Disposing ends
/// requests in flight as cancelled, then frees the model.
/// </remarks>
public interface IEmbeddingEngine : IAsyncDisposable
{
    /// <summary>What the model is; its context is the longest text.</summary>
    ModelInfo Info { get; }

    /// <summary>Numbers in a vector.</summary>
    int Dimensions { get; }

    /// <summary>The model's tokenizer; null where the model came without one.</summary>
    ITokenizer? Tokenizer { get; }

    /// <summary>Requests that wait and requests that run.</summary>
    EngineLoad Load { get; }

    /// <summary>Embeds some texts. Ends with <see cref="EmbeddingsMade"/> or <see cref="EmbeddingsRefused"/>.</summary>
    /// <exception cref="OperationCanceledException">Cancelled, or the engine was disposed meanwhile.</exception>
    /// <exception cref="EngineFaultException">A step failed inside the engine: a fault of ours, not of the request.</exception>
    Task<EmbeddingOutcome> EmbedAsync(EmbeddingRequest request, CancellationToken cancellationToken = default);
}
