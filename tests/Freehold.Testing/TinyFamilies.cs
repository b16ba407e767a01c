namespace Freehold.Testing;

/// <summary>A tiny decoder of every family that is run, with everything that sets the family apart set so that it shows within 12 tokens.</summary>
public static class TinyFamilies
{
    private static readonly TinyFamily Llama = new()
    {
        Name = "llama",
        Architecture = "llama",
        HuggingFaceType = "llama",
        PermutedRows = true,
        ConfigJson = "\"hidden_act\": \"silu\",",
    };

    private static readonly TinyFamily Phi3 = new()
    {
        Name = "phi3",
        Architecture = "phi3",
        HuggingFaceType = "phi3",
        Fused = true,
        Metadata = [("attention.sliding_window", 5u), ("rope.scaling.original_context_length", 64u)],
        ConfigJson = "\"sliding_window\": 5, \"rope_scaling\": null,",
    };

    private static readonly TinyFamily Gemma2 = new()
    {
        Name = "gemma2",
        Architecture = "gemma2",
        HuggingFaceType = "gemma2",
        LayerCount = 26, // llama.cpp runs no other count than those that were published
        HeadSize = 16,
        GemmaNorms = true,
        TiedOutput = true,
        Metadata = [("attention.sliding_window", 5u), ("attn_logit_softcapping", 3f), ("final_logit_softcapping", 8f)],
        ConfigJson = """
            "hidden_activation": "gelu_pytorch_tanh", "query_pre_attn_scalar": 16, "sliding_window": 5,
            "attn_logit_softcapping": 3.0, "final_logit_softcapping": 8.0,
            """,
    };

    /// <summary>The cases.</summary>
    public static IReadOnlyList<TinyFamily> All { get; } =
    [
        Llama,
        Llama with
        {
            Name = "llama-linear",
            Metadata = [("rope.scaling.type", "linear"), ("rope.scaling.factor", 4f)],
            ConfigJson = "\"rope_scaling\": {\"type\": \"linear\", \"factor\": 4.0},",
        },
        Llama with
        {
            // Turns in 64 tokens: 10.2, 1.02, 0.1, 0.01; the second lies between 1 and 4, and its divisor is 1 / ((1 - k) / 8 + k).
            Name = "llama3",
            Vectors = [("rope_freqs.weight", [1f, 7.667385f, 8f, 8f])],
            ConfigJson = """
                "rope_scaling": {"rope_type": "llama3", "factor": 8.0, "low_freq_factor": 1.0, "high_freq_factor": 4.0,
                    "original_max_position_embeddings": 64},
                """,
        },
        Llama with
        {
            Name = "mistral",
            HuggingFaceType = "mistral",
            Metadata = [("attention.sliding_window", 5u)],
            ConfigJson = "\"sliding_window\": 5,",
        },
        new() { Name = "qwen2", Architecture = "qwen2", HuggingFaceType = "qwen2", QkvBias = true, TiedOutput = true },
        new() { Name = "qwen3", Architecture = "qwen3", HuggingFaceType = "qwen3", QueryKeyNorm = true, HeadSize = 12 },
        Phi3,
        LongRope("phi3-short", originalContext: 32),
        LongRope("phi3-long", originalContext: 16),
        Gemma2,
        Gemma2 with
        {
            Name = "gemma3",
            Architecture = "gemma3",
            HuggingFaceType = "gemma3_text",
            LayerCount = 7,
            QueryKeyNorm = true,
            Metadata =
            [
                ("attention.sliding_window", 5u), ("rope.freq_base", 1_000_000f), ("rope.scaling.type", "linear"), ("rope.scaling.factor", 8f),
            ],
            ConfigJson = """
                "hidden_activation": "gelu_pytorch_tanh", "query_pre_attn_scalar": 16, "sliding_window": 5, "sliding_window_pattern": 6,
                "rope_theta": 1000000.0, "rope_local_base_freq": 10000.0, "rope_scaling": {"rope_type": "linear", "factor": 8.0},
                """,
        },
    ];

    private static TinyFamily LongRope(string name, int originalContext)
    {
        const string shortFactors = "1.0, 1.25, 1.5, 1.75", longFactors = "1.5, 3.0, 5.0, 9.0";
        var magnitude = (float)Math.Sqrt(1 + Math.Log(64.0 / originalContext) / Math.Log(originalContext));
        return Phi3 with
        {
            Name = name,
            Metadata =
            [
                ("attention.sliding_window", 64u), ("rope.scaling.original_context_length", (uint)originalContext),
                ("rope.scaling.attn_factor", magnitude),
            ],
            Vectors = [("rope_factors_short.weight", Parse(shortFactors)), ("rope_factors_long.weight", Parse(longFactors))],
            ConfigJson = $$"""
                "original_max_position_embeddings": {{originalContext}},
                "rope_scaling": {"type": "longrope", "short_factor": [{{shortFactors}}], "long_factor": [{{longFactors}}]},
                """,
        };
    }

    private static float[] Parse(string numbers) =>
        [.. numbers.Split(", ").Select(number => float.Parse(number, System.Globalization.CultureInfo.InvariantCulture))];
}
