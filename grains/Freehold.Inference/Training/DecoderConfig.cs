using Freehold.Inference.Formats;
using Freehold.Inference.Models.Decoder;

namespace Freehold.Inference.Training;

/// <summary>The sizes of a new Llama that is trained from random weights.</summary>
public sealed record DecoderConfig
{
    /// <summary>Tokens in the vocabulary.</summary>
    public required int VocabularySize { get; init; }

    /// <summary>Width of the residual stream.</summary>
    public required int HiddenSize { get; init; }

    /// <summary>Transformer layers.</summary>
    public required int LayerCount { get; init; }

    /// <summary>Query heads; the head's size, HiddenSize / HeadCount, must be even.</summary>
    public required int HeadCount { get; init; }

    /// <summary>Key and value heads; divides HeadCount.</summary>
    public required int KvHeadCount { get; init; }

    /// <summary>Width of the feed-forward layer.</summary>
    public required int FeedForwardSize { get; init; }

    /// <summary>Longest context in tokens.</summary>
    public required int ContextLength { get; init; }

    /// <summary>Base of the rotary frequencies.</summary>
    /// <value>10,000</value>
    public float RopeTheta { get; init; } = 10_000f;

    /// <summary>Added to the mean square in RMSNorm.</summary>
    /// <value>1e-5</value>
    public float NormEpsilon { get; init; } = 1e-5f;

    /// <summary>True: the output projection is the embedding table.</summary>
    /// <value>True</value>
    public bool TiedOutput { get; init; } = true;

    /// <summary>Id of the token that begins a text.</summary>
    /// <value>1</value>
    public int BeginOfTextId { get; init; } = 1;

    /// <summary>Id of the token that ends a text.</summary>
    /// <value>2</value>
    public int EndOfTextId { get; init; } = 2;

    /// <exception cref="ModelFormatException">The sizes make no model.</exception>
    internal ModelConfig ToModelConfig()
    {
        var headSize = HeadCount > 0 ? HiddenSize / HeadCount : 0;
        if (HeadCount > 0 && HiddenSize % HeadCount != 0)
        {
            throw new ModelFormatException(
                nameof(DecoderConfig), $"hidden size {HiddenSize} is no multiple of the head count {HeadCount}", "configuration",
                "Give sizes that divide.");
        }

        var config = new ModelConfig
        {
            Family = "llama",
            Name = "trained",
            ContextLength = ContextLength,
            HiddenSize = HiddenSize,
            FeedForwardSize = FeedForwardSize,
            LayerCount = LayerCount,
            HeadCount = HeadCount,
            KvHeadCount = KvHeadCount,
            HeadSize = headSize,
            NormEpsilon = NormEpsilon,
            VocabularySize = VocabularySize,
            TiedOutput = TiedOutput,
            EndOfTextIds = [EndOfTextId],
            Decoder = new DecoderTraits
            {
                Layers = DecoderTraits.Uniform(LayerCount, new LayerTraits(new RopeTraits(RopeLayout.HalfSplit, headSize, RopeTheta))),
                QueryScale = 1f / MathF.Sqrt(headSize),
            },
        };
        return config.Validated(nameof(DecoderConfig));
    }
}
