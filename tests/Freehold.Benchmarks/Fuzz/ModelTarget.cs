using System.Text;
using Freehold.Inference;
using Freehold.Inference.Formats;
using Freehold.Testing;

namespace Freehold.Benchmarks.Fuzz;

/// <summary>A reader of model files: an input is written to a file, loaded as an engine loads it, and run for one token.</summary>
internal abstract class ModelTarget(string name) : IFuzzTarget
{
    // A model that loads has a step's buffers and a block of cache, whose sizes the tensors' shapes bound.
    private const long FixedBytes = 16 << 20, BytesPerByte = 256;

    private static readonly ModelLoadOptions Options = new() { Threads = 1, MaxBatchTokens = 1, KvCacheTokens = 64 };

    private string? _folder;

    public string Name => name;

    public abstract IReadOnlyList<byte[]> Seeds { get; }

    public abstract IReadOnlyList<byte[]> Dictionary { get; }

    /// <summary>In memory where the system has a file system there; gone with the process.</summary>
    protected string Folder => _folder ??= CreateFolder();

    /// <summary>Small enough for a fuzz run's inputs.</summary>
    protected static TinyLlamaShape Shape { get; } =
        new() { HiddenSize = 16, FeedForwardSize = 20, LayerCount = 1, HeadCount = 2, KvHeadCount = 1, ContextLength = 64, TiedOutput = true };

    public long AllocationBound(int inputBytes) => FixedBytes + BytesPerByte * inputBytes;

    public string Run(byte[] input)
    {
        var path = Write(input);
        try
        {
            using var model = LoadedModel.Load(path, Options);
            var ids = model.Tokenizer?.Encode("Once upon a time") is { Length: > 0 } encoded ? encoded : [0];
            using var session = model.CreateSession();
            return float.IsNaN(session.Append(ids[0])[0]) ? "ran, not a number" : "ran";
        }
        catch (ModelFormatException refused)
        {
            return refused.Message.Replace(Folder, "", StringComparison.Ordinal);
        }
    }

    /// <summary>Puts the input where a model is read from, and returns the path to load.</summary>
    protected abstract string Write(byte[] input);

    protected static byte[][] Words(params IEnumerable<string> words) => [.. words.Select(Encoding.UTF8.GetBytes)];

    private static string CreateFolder()
    {
        const string memory = "/dev/shm";
        var parent = Directory.Exists(memory) ? memory : Path.GetTempPath();
        var folder = Directory.CreateDirectory(Path.Combine(parent, $"freehold-fuzz-{Guid.NewGuid():N}")).FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        return folder;
    }
}
