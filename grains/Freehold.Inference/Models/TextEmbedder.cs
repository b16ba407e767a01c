using Freehold.Inference.Formats;

namespace Freehold.Inference.Models;

/// <summary>Turns texts into one vector each. One call at a time, on one calling thread.</summary>
internal abstract class TextEmbedder(ModelConfig config, int maxTextTokens)
{
    /// <summary>Longest text that is taken, whatever a file promises: scratch memory is made for it.</summary>
    public const int MaxTextTokensLimit = 8192;

    public ModelConfig Config { get; } = config;

    /// <summary>Most tokens of one text.</summary>
    public int MaxTextTokens { get; } = Math.Min(maxTextTokens, MaxTextTokensLimit);

    /// <summary>Most tokens of one step, over all its texts; at least <see cref="MaxTextTokens"/>.</summary>
    public abstract int MaxStepTokens { get; }

    /// <summary>Runs some texts.</summary>
    /// <param name="tokens">[sum of lengths] the texts, one behind the other</param>
    /// <param name="lengths">[texts] tokens of each, at least 1</param>
    /// <param name="vectors">[texts, hidden], written: pooled, not normalised</param>
    public abstract void Embed(ReadOnlySpan<int> tokens, ReadOnlySpan<int> lengths, Span<float> vectors);
}
