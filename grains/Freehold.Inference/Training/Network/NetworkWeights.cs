using Freehold.Inference.Formats;
using Freehold.Inference.Kernels;
using Freehold.Inference.Models.Decoder;

namespace Freehold.Inference.Training.Network;

/// <summary>A matrix of the network: one that is trained, or one that is read where it lies.</summary>
internal sealed record NetworkMatrix(int Rows, int Columns, Parameter? Trained, WeightMatrix? Frozen);

/// <summary>A vector of the network: one that is trained, or one that stays as it is.</summary>
internal sealed record NetworkVector(Parameter? Trained, float[]? Frozen)
{
    public ReadOnlySpan<float> Read(ParameterSet parameters) => Trained is { } trained ? parameters.ValueSpan(trained) : Frozen;
}

/// <summary>The two matrices of an adapter beside a product.</summary>
/// <param name="A">[rank, inputs]</param>
/// <param name="B">[outputs, rank]</param>
/// <param name="Scale">alpha / rank</param>
/// <param name="Dropout">Share of inputs left out.</param>
internal sealed record NetworkAdapter(Parameter A, Parameter B, float Scale, float Dropout)
{
    public int Rank => A.Rows;

    /// <summary>What dropout makes of an input: 0, or its scale. By the place of the number, so that the backward pass leaves out the same ones.</summary>
    /// <param name="product">Number of the product beside which the adapter is.</param>
    /// <param name="at">row * inputs + input</param>
    /// <param name="random">Of this batch in this step.</param>
    public float DropoutFactor(int product, long at, CounterRandom random) =>
        random.Uniform(((long)product << 40) + at) < Dropout ? 0f : 1f / (1f - Dropout);
}

/// <summary>One linear product, y = x * transpose(W) + bias + adapter(x).</summary>
/// <param name="Index">Number of the product in the network, in the order of execution.</param>
/// <param name="Name">Tensor's name without its ending, in GGUF's naming.</param>
/// <param name="Weight">[outputs, inputs]</param>
/// <param name="Bias">[outputs], or null</param>
/// <param name="Adapter">What is trained beside it, or null.</param>
internal sealed record NetworkLinear(int Index, string Name, NetworkMatrix Weight, NetworkVector? Bias, NetworkAdapter? Adapter)
{
    public int Rows => Weight.Rows;

    public int Columns => Weight.Columns;
}

/// <summary>Weights of one layer; see <see cref="DecoderLayer"/>.</summary>
internal sealed record NetworkLayer
{
    public required LayerTraits Traits { get; init; }

    /// <summary>[hidden]</summary>
    public required NetworkVector AttentionNorm { get; init; }

    public required NetworkLinear Query { get; init; }

    public required NetworkLinear Key { get; init; }

    public required NetworkLinear Value { get; init; }

    /// <summary>[headSize], or null</summary>
    public NetworkVector? QueryNorm { get; init; }

    /// <summary>[headSize], or null</summary>
    public NetworkVector? KeyNorm { get; init; }

    public required NetworkLinear Output { get; init; }

    /// <summary>[hidden]</summary>
    public required NetworkVector FeedForwardNorm { get; init; }

    public required NetworkLinear Gate { get; init; }

    public required NetworkLinear Up { get; init; }

    public required NetworkLinear Down { get; init; }

    public NetworkLinear[] Linears => [Query, Key, Value, Output, Gate, Up, Down];
}

/// <summary>A decoder as it is trained.</summary>
/// <param name="Config">Sizes and traits.</param>
/// <param name="Parameters">What is trained.</param>
/// <param name="Embedding">[vocabulary, hidden]</param>
/// <param name="Layers">One a layer.</param>
/// <param name="OutputNorm">[hidden]</param>
/// <param name="Output">[vocabulary, hidden]; the embedding itself where the two are tied</param>
/// <param name="Rotary">One a layer: the angles of its heads.</param>
internal sealed record NetworkWeights(
    ModelConfig Config, ParameterSet Parameters, NetworkMatrix Embedding, NetworkLayer[] Layers, NetworkVector OutputNorm,
    NetworkMatrix Output, RotaryFrequencies[] Rotary)
{
    public DecoderTraits Traits => Config.Decoder!;

    /// <summary>True where an adapter is trained, and nothing below the first adapted product needs gradients.</summary>
    public bool IsAdapter => Embedding.Trained is null;
}
