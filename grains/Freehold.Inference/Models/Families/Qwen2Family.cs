using Freehold.Inference.Formats;
using Freehold.Inference.Models.Decoder;

namespace Freehold.Inference.Models.Families;

/// <summary>Qwen2 and Qwen2.5 (arXiv:2407.10671, arXiv:2412.15115): Llama with biases on query, key and value.</summary>
internal sealed class Qwen2Family : QwenFamily
{
    public override IReadOnlyList<string> Names => ["qwen2"];

    protected override DecoderTraits ReadTraits(ConfigSource source, ModelConfig config) =>
        CommonTraits(source, config) with { QkvBias = true };
}
