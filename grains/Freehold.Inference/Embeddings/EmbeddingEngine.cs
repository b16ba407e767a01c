using Freehold.Inference.Embeddings;
using Freehold.Inference.Formats;
using Freehold.Inference.Kernels;
using Freehold.Inference.Models;
using Freehold.Inference.Tokenizers;

namespace Freehold.Inference;

/// <summary>Embeddings in pure C#: an encoder, or a decoder whose last vectors are pooled.</summary>
public sealed class EmbeddingEngine : IEmbeddingEngine
{
    /// <summary>Requests that wait where nothing else is said.</summary>
    public const int DefaultMaxWaitingRequests = 64;

    private readonly ModelFile _file;
    private readonly WorkerTeam _team;
    private readonly TimeProvider _time;
    private readonly TextEmbedder _embedder;
    private readonly EmbeddingQueue _queue;
    private int _disposed;

    private EmbeddingEngine(
        ModelFile file, WorkerTeam team, ModelLoadOptions options, int maxWaitingRequests, TimeProvider time,
        CancellationToken cancellationToken)
    {
        _file = file;
        _team = team;
        _time = time;
        // A decoder embeds one text at a time.
        var cacheTokens = options.KvCacheTokens ?? Math.Min(file.Config.ContextLength, TextEmbedder.MaxTextTokensLimit);
        var runtime = new ModelRuntime(team, options.MaxBatchTokens, KvBlockPool.BlocksFor(cacheTokens));
        _embedder = ModelFamilies.BuildEmbedder(file, runtime);
        Tokenizer = LoadedModel.LoadTokenizer(file, options);
        Info = new ModelInfo(
            file.Config.Name, file.Config.Family, _embedder.MaxTextTokens, file.Config.VocabularySize,
            file.Tensors.Values.Sum(tensor => tensor.ElementCount), file.ComputeDigest(cancellationToken));
        _queue = new EmbeddingQueue(_embedder, maxWaitingRequests);
    }

    /// <inheritdoc />
    public ModelInfo Info { get; }

    /// <inheritdoc />
    public int Dimensions => _embedder.Config.HiddenSize;

    /// <inheritdoc />
    public ITokenizer? Tokenizer { get; }

    /// <inheritdoc />
    public EngineLoad Load => _queue.Load;

    /// <summary>
    /// Whether a model was made to embed texts: an encoder, or a decoder whose files say how to pool. Reads the header only.
    /// </summary>
    /// <exception cref="ModelFormatException">The file is damaged or of an unsupported kind.</exception>
    /// <exception cref="IOException">There is no such file.</exception>
    public static bool IsMadeFor(string path)
    {
        using var file = ModelFile.Open(path);
        return file.Config.Pooling is not null;
    }

    /// <summary>Opens a model, checks it and hashes its weights, on the calling thread.</summary>
    /// <param name="path">A .gguf file, a .safetensors file, or a Hugging Face folder; of any family.</param>
    /// <param name="options">How to load it.</param>
    /// <param name="maxWaitingRequests">Most requests that wait, at least 1; over it a request is refused.</param>
    /// <param name="time">Clock of the time in the queue.</param>
    /// <param name="cancellationToken">Ends the hashing of a large file.</param>
    /// <exception cref="ModelFormatException">The file is damaged or of an unsupported kind.</exception>
    /// <exception cref="IOException">There is no such file.</exception>
    public static EmbeddingEngine Open(
        string path, ModelLoadOptions? options = null, int maxWaitingRequests = DefaultMaxWaitingRequests, TimeProvider? time = null,
        CancellationToken cancellationToken = default)
    {
        options ??= new ModelLoadOptions();
        options.Validate();
        ArgumentOutOfRangeException.ThrowIfLessThan(maxWaitingRequests, 1);
        var file = ModelFile.Open(path);
        WorkerTeam? team = null;
        try
        {
            team = new WorkerTeam(options.Threads);
            return new EmbeddingEngine(file, team, options, maxWaitingRequests, time ?? TimeProvider.System, cancellationToken);
        }
        catch
        {
            team?.Dispose();
            file.Dispose();
            throw;
        }
    }

    /// <inheritdoc />
    public async Task<EmbeddingOutcome> EmbedAsync(EmbeddingRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        cancellationToken.ThrowIfCancellationRequested();
        if (EmbeddingInputs.Read(request, this, out var texts) is { } refusal)
            return new EmbeddingsRefused(refusal);
        var job = new EmbeddingJob(texts, _time, cancellationToken);
        if (_queue.Submit(job) is { } notTaken)
            return new EmbeddingsRefused(notTaken);

        // The caller need not wait for the turn in which the queue would notice.
        await using var registration = cancellationToken.Register(job.Cancel);
        return await job.Outcome;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
            return;

        await _queue.StopAsync();
        _team.Dispose();
        _file.Dispose();
    }
}
