using Freehold.Testing;

namespace Freehold.Benchmarks.Fuzz;

/// <summary>GGUF files: container, configuration, vocabulary, tensors.</summary>
internal sealed class GgufTarget() : ModelTarget("gguf")
{
    public override IReadOnlyList<byte[]> Seeds { get; } =
    [
        TinyLlama.Gguf(1, Shape, TensorEncoding.F16).ToArray(),
        TinyLlama.Gguf(2, Shape with { HiddenSize = 32, FeedForwardSize = 32, TiedOutput = false }, TensorEncoding.Q8_0).ToArray(),
        OldVersion(),
        new GgufWriter().Set("general.architecture", "llama").Set("general.alignment", 64u).ToArray(),
    ];

    public override IReadOnlyList<byte[]> Dictionary { get; } =
    [
        .. Words(
            "GGUF", "general.architecture", "general.alignment", "llama", "qwen2", "qwen3", "phi3", "gemma2", "gemma3", "gpt2", "bert",
            "llama.context_length", "llama.embedding_length", "llama.block_count", "llama.attention.head_count", "llama.attention.head_count_kv",
            "llama.attention.key_length", "llama.rope.dimension_count", "llama.rope.freq_base", "llama.rope.scaling.type", "linear",
            "llama.rope.scaling.factor", "llama.attention.sliding_window", "llama.expert_count", "tokenizer.ggml.model", "tokenizer.ggml.pre",
            "tokenizer.ggml.tokens", "tokenizer.ggml.merges", "tokenizer.ggml.scores", "tokenizer.ggml.token_type", "tokenizer.ggml.bos_token_id",
            "token_embd.weight", "output.weight", "rope_freqs.weight", "blk.0.attn_q.weight"),
        // Types, counts and the numbers at the edges of their ranges.
        .. Enumerable.Range(0, 14).Select(type => BitConverter.GetBytes((uint)type)),
        .. ((ulong[])[0, 1, 32, 1UL << 16, int.MaxValue, 1UL << 31, uint.MaxValue, 1UL << 32, long.MaxValue, ulong.MaxValue]).Select(BitConverter.GetBytes),
    ];

    protected override string Write(byte[] input)
    {
        var path = Path.Combine(Folder, "model.gguf");
        File.WriteAllBytes(path, input);
        return path;
    }

    private static byte[] OldVersion()
    {
        var writer = TinyLlama.Gguf(3, Shape);
        writer.Version = 2;
        return writer.ToArray();
    }
}
