using Freehold.Testing;

namespace Freehold.Gateway.Tests.Support;

/// <summary>Tiny models with random weights, written once for all tests of a run.</summary>
internal static class TinyModel
{
    private static readonly TempFolder Folder = new();

    private static readonly Lazy<string> Short = new(() => Write("tiny.gguf", 1, new TinyLlamaShape()));

    private static readonly Lazy<string> Long = new(() => Write("long.gguf", 1, new TinyLlamaShape { ContextLength = 20_000 }));

    static TinyModel() => AppDomain.CurrentDomain.ProcessExit += (_, _) => Folder.Dispose();

    /// <summary>256 tokens of context.</summary>
    public static string Path => Short.Value;

    /// <summary>20,000 tokens of context: an answer of this length takes seconds.</summary>
    public static string LongPath => Long.Value;

    private static string Write(string name, int seed, TinyLlamaShape shape)
    {
        TinyLlama.WriteGguf(Folder[name], seed, shape);
        return Folder[name];
    }
}
