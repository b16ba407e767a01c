using Freehold.Inference.Models.Decoder;
using Freehold.Inference.Models.Encoder;

namespace Freehold.Inference.Formats;

/// <summary>The sizes and constants of a model, the same for every format.</summary>
public sealed record ModelConfig
{
    /// <summary>More layers than any published model has; a larger count is a damaged file.</summary>
    public const int MaxLayers = 1024;

    /// <summary>Wider than any published model's layers, queries or keys.</summary>
    public const int MaxWidth = 1 << 20;

    /// <summary>More tokens than any published vocabulary has.</summary>
    public const int MaxVocabulary = 1 << 22;

    /// <summary>Model family as its format names it (<c>llama</c>).</summary>
    public required string Family { get; init; }

    /// <summary>Name that the file gives itself, or the file's own name.</summary>
    public required string Name { get; init; }

    /// <summary>Longest context that the model was made for, in tokens.</summary>
    public required int ContextLength { get; init; }

    /// <summary>Width of the residual stream.</summary>
    public required int HiddenSize { get; init; }

    /// <summary>Width of the feed-forward layer.</summary>
    public required int FeedForwardSize { get; init; }

    /// <summary>Transformer layers.</summary>
    public required int LayerCount { get; init; }

    /// <summary>Query heads.</summary>
    public required int HeadCount { get; init; }

    /// <summary>Key and value heads; each serves HeadCount / KvHeadCount query heads.</summary>
    public required int KvHeadCount { get; init; }

    /// <summary>Numbers in a head.</summary>
    public required int HeadSize { get; init; }

    /// <summary>Added to the mean square in RMSNorm.</summary>
    public required float NormEpsilon { get; init; }

    /// <summary>Tokens in the vocabulary.</summary>
    public required int VocabularySize { get; init; }

    /// <summary>True where the output projection may be absent because it is the embedding table.</summary>
    public required bool TiedOutput { get; init; }

    /// <summary>Tokens that end a text, from the model's own configuration.</summary>
    public required IReadOnlyList<int> EndOfTextIds { get; init; }

    /// <summary>What a decoder computes beyond its sizes; null for a model that is no decoder.</summary>
    internal DecoderTraits? Decoder { get; init; }

    /// <summary>What an encoder computes beyond its sizes; null for a model that is none.</summary>
    internal EncoderTraits? Encoder { get; init; }

    /// <summary>How a text's vector is made, where the model was made to embed texts; null where it was not.</summary>
    public EmbeddingPooling? Pooling { get; init; }

    /// <summary>Width of the keys, and of the values, of one position.</summary>
    public int KvSize => KvHeadCount * HeadSize;

    /// <summary>Width of the queries of one position.</summary>
    public int QuerySize => HeadCount * HeadSize;

    internal ModelConfig Validated(string file)
    {
        Check(ContextLength > 0, "context length", ContextLength, "positive");
        Check(HiddenSize is > 0 and <= MaxWidth, "hidden size", HiddenSize, $"from 1 to {MaxWidth}");
        Check(FeedForwardSize is > 0 and <= MaxWidth, "feed-forward size", FeedForwardSize, $"from 1 to {MaxWidth}");
        Check(LayerCount is > 0 and <= MaxLayers, "layer count", LayerCount, $"from 1 to {MaxLayers}");
        Check(HeadCount is > 0 and <= MaxWidth, "head count", HeadCount, $"from 1 to {MaxWidth}");
        Check(KvHeadCount > 0 && HeadCount % KvHeadCount == 0, "key and value head count", KvHeadCount, $"a divisor of {HeadCount}");
        Check(HeadSize > 0 && (long)HeadSize * HeadCount <= MaxWidth, "head size", HeadSize, $"from 1 to {MaxWidth / HeadCount}");
        Check(float.IsFinite(NormEpsilon) && NormEpsilon >= 0, "norm epsilon", NormEpsilon, "finite and not negative");
        Check(VocabularySize is > 0 and <= MaxVocabulary, "vocabulary size", VocabularySize, $"from 1 to {MaxVocabulary}");
        Decoder?.Validate(this, Check);
        return this;

        void Check(bool holds, string name, object value, string rule)
        {
            if (!holds)
                throw new ModelFormatException(file, $"{name} {value} must be {rule}", "configuration", ModelFormatException.Damaged);
        }
    }
}
