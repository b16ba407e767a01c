using Freehold.Testing;

namespace Freehold.Benchmarks.Fuzz;

/// <summary>A Hugging Face folder: config.json, a byte 0, and model.safetensors, in one input.</summary>
internal sealed class SafetensorsTarget() : ModelTarget("safetensors")
{
    public override IReadOnlyList<byte[]> Seeds { get; } = [Seed(1, TensorEncoding.F32), Seed(2, TensorEncoding.F16), Seed(3, TensorEncoding.BF16)];

    public override IReadOnlyList<byte[]> Dictionary { get; } =
    [
        .. Words(
            "\"dtype\"", "\"shape\"", "\"data_offsets\"", "__metadata__", "F32", "F16", "BF16", "I64", "null", "true", "false", "{}", "[]",
            "\"model_type\"", "llama", "mistral", "qwen2", "qwen3", "phi3", "gemma2", "gemma3_text", "\"hidden_size\"", "\"head_dim\"",
            "\"rope_scaling\"", "{\"rope_type\":\"llama3\",\"factor\":8.0}", "{\"type\":\"linear\",\"factor\":2.0}", "\"sliding_window\"",
            "\"eos_token_id\"", "[1,2]", "-1", "1e400", "9223372036854775807", "18446744073709551616", "2147483648", "\\ud800",
            "model.layers.0.", "self_attn.rotary_emb.inv_freq", "lm_head.weight"),
        .. ((ulong[])[0, 8, 1UL << 16, 100_000_000, long.MaxValue, ulong.MaxValue]).Select(BitConverter.GetBytes),
    ];

    protected override string Write(byte[] input)
    {
        var end = Array.IndexOf(input, (byte)0);
        File.WriteAllBytes(Path.Combine(Folder, "config.json"), end < 0 ? input : input[..end]);
        File.WriteAllBytes(Path.Combine(Folder, "model.safetensors"), end < 0 ? [] : input[(end + 1)..]);
        return Folder;
    }

    private static byte[] Seed(int seed, TensorEncoding encoding)
    {
        using var folder = new TempFolder();
        TinyLlama.WriteHuggingFace(folder["hf"], seed, Shape, encoding);
        var config = File.ReadAllBytes(Path.Combine(folder["hf"], "config.json"));
        return [.. config, 0, .. File.ReadAllBytes(Path.Combine(folder["hf"], "model.safetensors"))];
    }
}
