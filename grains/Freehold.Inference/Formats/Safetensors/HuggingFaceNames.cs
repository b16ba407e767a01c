namespace Freehold.Inference.Formats.Safetensors;

/// <summary>Translates tensor names of Hugging Face decoders to GGUF's.</summary>
internal static class HuggingFaceNames
{
    private const string LayerPrefix = "model.layers.";

    private static readonly Dictionary<string, string> Fixed = new(StringComparer.Ordinal)
    {
        ["model.embed_tokens.weight"] = "token_embd.weight",
        ["model.norm.weight"] = "output_norm.weight",
        ["lm_head.weight"] = "output.weight",
    };

    private static readonly Dictionary<string, string> InLayer = new(StringComparer.Ordinal)
    {
        ["input_layernorm"] = "attn_norm",
        ["self_attn.q_proj"] = "attn_q",
        ["self_attn.k_proj"] = "attn_k",
        ["self_attn.v_proj"] = "attn_v",
        ["self_attn.o_proj"] = "attn_output",
        ["post_attention_layernorm"] = "ffn_norm",
        ["mlp.gate_proj"] = "ffn_gate",
        ["mlp.up_proj"] = "ffn_up",
        ["mlp.down_proj"] = "ffn_down",
    };

    /// <summary>
    /// The GGUF name; null for a tensor that holds no weights (rotary frequencies, which the configuration gives); the name itself where
    /// it is unknown, so that the family can refuse it by name.
    /// </summary>
    public static string? ToGguf(string name)
    {
        if (Fixed.TryGetValue(name, out var known))
            return known;
        if (!name.StartsWith(LayerPrefix, StringComparison.Ordinal))
            return name;

        var layer = name.AsSpan(LayerPrefix.Length);
        var dot = layer.IndexOf('.');
        var kind = layer.LastIndexOf('.');
        if (dot <= 0 || kind <= dot)
            return name;
        var part = layer[(dot + 1)..kind].ToString();
        if (part == "self_attn.rotary_emb")
            return null;
        return InLayer.TryGetValue(part, out var gguf) ? $"blk.{layer[..dot]}.{gguf}{layer[kind..]}" : name;
    }
}
