using Freehold.Inference.Adapters;
using Freehold.Inference.Formats;
using Freehold.Inference.Templates;
using Freehold.Inference.Tokenizers;

namespace Freehold.Inference;

/// <summary>Generates text with one loaded model.</summary>
/// <remarks>
/// Safe for use by many callers at once. The work is done on the engine's own bounded threads, never on the caller's; what the caller's
/// thread does is to encode its prompt and to read results. Disposing ends requests in flight as cancelled, then frees the model.
/// </remarks>
public interface IModelEngine : IAsyncDisposable
{
    /// <summary>What the model is.</summary>
    ModelInfo Info { get; }

    /// <summary>The model's tokenizer, to count tokens with; null where the model came without one.</summary>
    ITokenizer? Tokenizer { get; }

    /// <summary>How the model wants a conversation written down; null where it came without a chat template.</summary>
    ChatTemplate? ChatTemplate { get; }

    /// <summary>Requests that wait and requests that run.</summary>
    EngineLoad Load { get; }

    /// <summary>
    /// Loads a LoRA adapter for this model from a folder of Hugging Face's PEFT, on a thread of its own, beside the requests that run.
    /// </summary>
    /// <returns>The adapter, to name in <see cref="GenerationRequest.Adapter"/>. It is freed when nothing refers to it any more.</returns>
    /// <exception cref="ModelFormatException">The files are damaged, of an unsupported kind, or not for this model.</exception>
    /// <exception cref="IOException">A file is missing.</exception>
    Task<LoraAdapter> LoadAdapterAsync(string folder, CancellationToken cancellationToken = default);

    /// <summary>
    /// Runs a request. The sequence is either one <see cref="GenerationRefused"/>, or for each answer any number of
    /// <see cref="GeneratedTokens"/> and then one <see cref="GenerationFinished"/>; the answers' events are mixed.
    /// </summary>
    /// <remarks>
    /// Work starts with the first read. A reader that falls behind by more than a few batches pauses its own request and no other's.
    /// Cancelling does not throw: the sequence ends, within one token's time, with finish reason
    /// <see cref="FinishReason.Cancelled"/> and the usage up to there. Leaving the sequence early cancels too.
    /// </remarks>
    /// <exception cref="EngineFaultException">A step failed inside the engine: a fault of ours, not of the request.</exception>
    IAsyncEnumerable<GenerationEvent> GenerateAsync(GenerationRequest request, CancellationToken cancellationToken = default);
}

/// <summary>How busy an engine is.</summary>
/// <param name="WaitingRequests">Requests in the queue.</param>
/// <param name="ActiveRequests">Requests that run.</param>
public readonly record struct EngineLoad(int WaitingRequests, int ActiveRequests);

/// <summary>A step of the engine failed, and failed again for this request alone. Others go on.</summary>
public sealed class EngineFaultException(string message, Exception inner) : Exception(message, inner);
