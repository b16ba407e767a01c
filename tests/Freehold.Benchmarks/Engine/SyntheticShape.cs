using Freehold.Inference.Formats.Quantization;

namespace Freehold.Benchmarks.Engine;

/// <summary>The sizes of a random Llama, and how its matrices are stored.</summary>
/// <param name="HiddenSize">Width of the residual stream.</param>
/// <param name="FeedForwardSize">Width of the feed-forward layer.</param>
/// <param name="LayerCount">Transformer layers.</param>
/// <param name="HeadCount">Query, key and value heads.</param>
/// <param name="TiedOutput">True: the output projection is the embedding table.</param>
/// <param name="Encoding">How matrices are stored.</param>
internal sealed record SyntheticShape(
    int HiddenSize, int FeedForwardSize, int LayerCount, int HeadCount, bool TiedOutput, WeightEncoding Encoding)
{
    public const int ContextLength = 2048;

    /// <summary>What can be asked for by name. 15m is the shape of llama2.c's stories15M; 110m has 134 million weights with its two tables.</summary>
    public static readonly IReadOnlyDictionary<string, SyntheticShape> ByName = new Dictionary<string, SyntheticShape>(StringComparer.Ordinal)
    {
        ["15m-f32"] = Small(WeightEncoding.F32),
        ["15m-q8_0"] = Small(WeightEncoding.Q8),
        ["110m-q8_0"] = Large(WeightEncoding.Q8),
        ["110m-q4_0"] = Large(WeightEncoding.Q4),
        ["110m-q4_k"] = Large(WeightEncoding.Q4K),
    };

    public int HeadSize => HiddenSize / HeadCount;

    private static SyntheticShape Small(WeightEncoding encoding) => new(288, 768, 6, 6, TiedOutput: true, encoding);

    private static SyntheticShape Large(WeightEncoding encoding) => new(768, 2048, 12, 12, TiedOutput: false, encoding);
}
