using Freehold.Inference.Adapters;
using Freehold.Inference.Formats;
using Freehold.Inference.Kernels;
using Freehold.Inference.Models;
using Freehold.Inference.Templates;
using Freehold.Inference.Tokenizers;

namespace Freehold.Inference;

/// <summary>
/// A model ready to run, with its mapped file, its threads and its tokenizer. <see cref="ManagedEngine"/> serves requests from one;
/// <see cref="CreateSession"/> runs it directly, for tests and tools.
/// </summary>
/// <remarks>One step at a time: sessions of one model are not for use by several threads at once.</remarks>
public sealed class LoadedModel : IDisposable
{
    private readonly ModelFile _file;
    private readonly WorkerTeam _team;
    private bool _disposed;

    private LoadedModel(ModelFile file, WorkerTeam team, ModelLoadOptions options, CancellationToken cancellationToken)
    {
        _file = file;
        _team = team;
        Options = options;
        var cacheTokens = options.KvCacheTokensFor(file.Config);
        KvPool = new KvBlockPool(KvBlockPool.BlocksFor(cacheTokens));
        Network = options.Backend.Build(file, new ModelRuntime(team, options.MaxBatchTokens, KvPool.MaxBlocks), options);
        Tokenizer = LoadTokenizer(file, options);
        ChatTemplate = file.ReadChatTemplate()?.Parse(Tokenizer);
        Info = new ModelInfo(
            file.Config.Name, file.Config.Family, Math.Min(file.Config.ContextLength, cacheTokens), file.Config.VocabularySize,
            file.Tensors.Values.Sum(tensor => tensor.ElementCount), file.ComputeDigest(cancellationToken));
    }

    /// <summary>What the model is.</summary>
    public ModelInfo Info { get; }

    /// <summary>Its tokenizer; null where neither the model nor the options brought one.</summary>
    public ITokenizer? Tokenizer { get; }

    /// <summary>Its chat template; null where it has none.</summary>
    public ChatTemplate? ChatTemplate { get; }

    internal ModelLoadOptions Options { get; }

    internal ModelConfig Config => _file.Config;

    /// <summary>Settable so that tests can hold a step up, or make one fail.</summary>
    internal LanguageModel Network { get; set; }

    internal KvBlockPool KvPool { get; }

    /// <summary>Opens a model, checks it and hashes its weights, on the calling thread.</summary>
    /// <param name="path">A .gguf file, a .safetensors file, or a Hugging Face folder.</param>
    /// <param name="options">How to load it.</param>
    /// <param name="cancellationToken">Ends the hashing of a large file.</param>
    /// <exception cref="ModelFormatException">The file is damaged or of an unsupported kind.</exception>
    /// <exception cref="IOException">There is no such file.</exception>
    public static LoadedModel Load(string path, ModelLoadOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new ModelLoadOptions();
        options.Validate();
        var file = ModelFile.Open(path);
        WorkerTeam? team = null;
        try
        {
            team = new WorkerTeam(options.Backend.KernelThreads(options));
            return new LoadedModel(file, team, options, cancellationToken);
        }
        catch
        {
            team?.Dispose();
            file.Dispose();
            throw;
        }
    }

    /// <summary>Starts an empty sequence.</summary>
    /// <param name="adapter">The adapter that it runs with, of this model; null: none.</param>
    public ModelSession CreateSession(LoraAdapter? adapter = null) => new(this, adapter);

    /// <summary>
    /// Loads a LoRA adapter from a folder of Hugging Face's PEFT (adapter_config.json, adapter_model.safetensors). Safe while the model runs.
    /// </summary>
    /// <exception cref="ModelFormatException">The files are damaged, of an unsupported kind, or not for this model.</exception>
    /// <exception cref="IOException">A file is missing.</exception>
    public LoraAdapter LoadAdapter(string folder, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        using var peft = PeftFolder.Open(folder);
        return Network.BindAdapter(peft, cancellationToken);
    }

    /// <summary>Stops the threads and unmaps the weights.</summary>
    public void Dispose()
    {
        if (_disposed)
            return;

        _disposed = true;
        Network.Dispose();
        _team.Dispose();
        _file.Dispose();
    }

    internal static ITokenizer? LoadTokenizer(ModelFile file, ModelLoadOptions options)
    {
        var tokenizer = options.TokenizerPath is { } path
            ? TokenizerFactory.Load(path)
            : file.ReadVocabulary() is { } vocabulary ? TokenizerFactory.Create(vocabulary) : null;
        if (tokenizer?.VocabularySize > file.Config.VocabularySize)
        {
            throw new ModelFormatException(
                options.TokenizerPath ?? file.Path,
                $"the tokenizer has {tokenizer.VocabularySize} tokens, the model {file.Config.VocabularySize}",
                "vocabulary", "Give the tokenizer that the model was trained with.");
        }

        return tokenizer;
    }
}
