using Freehold.Inference.Formats;
using Freehold.Inference.Models;

namespace Freehold.Benchmarks.Engine;

/// <summary>What a model takes in memory and in bandwidth, from its file's tensor table.</summary>
/// <param name="Weights">All weights.</param>
/// <param name="PerToken">Weights that decoding one token reads: all, but of an embedding table that is not the output too, one row.</param>
/// <param name="KvPerToken">Keys and values of a position, in 32 bits.</param>
internal sealed record ModelBytes(long Weights, long PerToken, long KvPerToken)
{
    private const string Embedding = "token_embd.weight", Output = "output.weight";

    public static ModelBytes Of(string path)
    {
        using var file = ModelFile.Open(path);
        var weights = file.Tensors.Values.Sum(tensor => tensor.ByteLength);
        var embedding = file.Tensors[Embedding];
        var unread = file.Tensors.ContainsKey(Output) ? embedding.ByteLength - embedding.RowBytes : 0;
        return new ModelBytes(weights, weights - unread, 2L * file.Config.LayerCount * file.Config.KvSize * sizeof(float));
    }

    /// <summary>Keys and values of a sequence, whose memory is taken in blocks.</summary>
    public long Kv(int tokens) => (long)KvBlockPool.BlocksFor(tokens) * KvBlockPool.BlockTokens * KvPerToken;
}
