using Freehold.Inference.Formats;
using Freehold.Inference.Models.Decoder;

namespace Freehold.Inference.Models.Families;

/// <summary>Reads a rotary embedding from either format; a way of scaling that is not computed is refused by name.</summary>
internal static class RopeReader
{
    private const float DefaultTheta = 10_000f;
    private const int MaxPairs = ModelConfig.MaxWidth / 2;

    // The section was renamed in 2025, and the key inside it in 2024.
    private static readonly string[] Sections = ["rope_scaling", "rope_parameters", "rope_parameters.full_attention"];

    private static readonly ConfigKey OriginalContextKey =
        new("rope.scaling.original_context_length", "original_max_position_embeddings");

    /// <param name="source">The model's settings.</param>
    /// <param name="config">Its sizes, not checked yet.</param>
    /// <param name="layout">Which numbers the family's weights pair.</param>
    /// <param name="longRope">Whether the family may be stretched by LongRoPE.</param>
    /// <param name="defaultTheta">Base of the frequencies where a file does not say.</param>
    public static RopeTraits Read(
        ConfigSource source, ModelConfig config, RopeLayout layout, bool longRope = false, float defaultTheta = DefaultTheta)
    {
        var size = source.Integer(new("rope.dimension_count", null)) ?? config.HeadSize;
        if (source.Number(new(null, "partial_rotary_factor")) is { } part)
            size = (int)(config.HeadSize * part);
        var theta = source.Number(new("rope.freq_base", "rope_theta"))
            ?? source.Number(new(null, "rope_parameters.rope_theta"))
            ?? source.Number(new(null, "rope_parameters.full_attention.rope_theta"))
            ?? defaultTheta;
        return new RopeTraits(layout, size, theta) { Scaling = ReadScaling(source, config, longRope) };
    }

    private static RopeScaling? ReadScaling(ConfigSource source, ModelConfig config, bool longRope)
    {
        var (type, typeKey, section) = FindType(source);
        switch (type)
        {
            case null or "none" or "default":
                return source.IsGguf && longRope ? ReadLongRopeTensors(source, config) : null;
            case "linear":
                return new RopeScaling.Linear(source.RequiredNumber(new("rope.scaling.factor", $"{section}.factor")));
            case "llama3" when !source.IsGguf:
                return new RopeScaling.Llama3(
                    source.RequiredNumber(new(null, $"{section}.factor")),
                    source.RequiredNumber(new(null, $"{section}.low_freq_factor")),
                    source.RequiredNumber(new(null, $"{section}.high_freq_factor")),
                    source.RequiredInteger(new(null, $"{section}.original_max_position_embeddings")));
            case "longrope" or "su" when longRope:
                return source.IsGguf ? ReadLongRopeTensors(source, config) : ReadLongRope(source, config, section);
            default:
                throw source.Unsupported(
                    typeKey, type, string.Join(", ", SupportedTypes(source.IsGguf, longRope)));
        }
    }

    private static (string? Type, ConfigKey Key, string Section) FindType(ConfigSource source)
    {
        if (source.IsGguf)
        {
            var key = new ConfigKey("rope.scaling.type", null);
            return (source.Text(key), key, "");
        }

        foreach (var section in Sections)
        {
            foreach (var name in (string[])["rope_type", "type"])
            {
                var key = new ConfigKey(null, $"{section}.{name}");
                if (source.Text(key) is { } type)
                    return (type, key, section);
            }
        }

        return (null, default, "");
    }

    private static string[] SupportedTypes(bool gguf, bool longRope) =>
        [gguf ? "none" : "default", "linear", .. gguf ? [] : (string[])["llama3"], .. longRope ? (string[])["longrope"] : []];

    private static RopeScaling.LongRope ReadLongRope(ConfigSource source, ModelConfig config, string section)
    {
        var original = source.Integer(OriginalContextKey)
            ?? source.RequiredInteger(new(null, $"{section}.original_max_position_embeddings"));
        return new RopeScaling.LongRope(
            Factors("short_factor"), Factors("long_factor"), original,
            source.Number(new(null, $"{section}.attention_factor")) ?? LongRopeMagnitude(config.ContextLength, original));

        float[] Factors(string name)
        {
            var key = new ConfigKey(null, $"{section}.{name}");
            return source.Numbers(key, MaxPairs) ?? throw source.Fault(key, "is missing");
        }
    }

    // A GGUF of this family without stretched positions says so by having no original context length.
    private static RopeScaling.LongRope? ReadLongRopeTensors(ConfigSource source, ModelConfig config)
    {
        if (source.Integer(OriginalContextKey) is not { } original || original >= config.ContextLength)
            return null;
        return new RopeScaling.LongRope(
            null, null, original,
            source.Number(new("rope.scaling.attn_factor", null)) ?? LongRopeMagnitude(config.ContextLength, original));
    }

    /// <summary>sqrt(1 + ln(scale) / ln(original)), so that attention stays as sharp over a longer context.</summary>
    private static float LongRopeMagnitude(int context, int original)
    {
        var scale = (double)context / original;
        return scale <= 1 ? 1f : (float)Math.Sqrt(1 + Math.Log(scale) / Math.Log(original));
    }
}
