namespace Freehold.Inference.Formats.Safetensors;

/// <summary>Translates tensor names of Hugging Face models to GGUF's, by a family's two tables.</summary>
/// <param name="layerPrefix">What the names of a layer's tensors begin with, before the layer's number: <c>model.layers.</c></param>
/// <param name="outside">Names outside the layers, complete.</param>
/// <param name="inLayer">Names inside a layer, without prefix, number and the final .weight or .bias.</param>
internal sealed class HuggingFaceNames(
    string layerPrefix, IReadOnlyDictionary<string, string> outside, IReadOnlyDictionary<string, string> inLayer)
{
    /// <summary>
    /// The GGUF name; null for a tensor that holds no weights (rotary frequencies, which the configuration gives); the name itself where
    /// it is unknown, so that the family can refuse it by name.
    /// </summary>
    public string? ToGguf(string name)
    {
        if (outside.TryGetValue(name, out var known))
            return known;
        if (!name.StartsWith(layerPrefix, StringComparison.Ordinal))
            return name;

        var layer = name.AsSpan(layerPrefix.Length);
        var dot = layer.IndexOf('.');
        var kind = layer.LastIndexOf('.');
        if (dot <= 0 || kind <= dot)
            return name;
        var part = layer[(dot + 1)..kind].ToString();
        if (part == "self_attn.rotary_emb")
            return null;
        return inLayer.TryGetValue(part, out var gguf) ? $"blk.{layer[..dot]}.{gguf}{layer[kind..]}" : name;
    }
}
