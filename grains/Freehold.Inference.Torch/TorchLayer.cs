using Freehold.Inference.Models.Decoder;

namespace Freehold.Inference.Torch;

/// <summary>Weights of a layer on the device; what a family does not have is null.</summary>
internal sealed class TorchLayer(TorchPlace place, DecoderLayer layer, float epsilon) : IDisposable
{
    /// <summary>Window and rotary embedding, from the description.</summary>
    public DecoderLayer Description => layer;

    public TorchNorm AttentionNorm { get; } = new(place, layer.AttentionNorm, epsilon);

    public TorchLinear QueryKeyValue { get; } = new(place, layer.Query, layer.Key, layer.Value);

    public TorchNorm? QueryNorm { get; } = Norm(place, layer.QueryNorm, epsilon);

    public TorchNorm? KeyNorm { get; } = Norm(place, layer.KeyNorm, epsilon);

    public TorchLinear Output { get; } = new(place, layer.Output);

    public TorchNorm? AttentionPostNorm { get; } = Norm(place, layer.AttentionPostNorm, epsilon);

    public TorchNorm FeedForwardNorm { get; } = new(place, layer.FeedForwardNorm, epsilon);

    public TorchLinear GateUp { get; } = new(place, layer.Gate, layer.Up);

    public TorchLinear Down { get; } = new(place, layer.Down);

    public TorchNorm? FeedForwardPostNorm { get; } = Norm(place, layer.FeedForwardPostNorm, epsilon);

    public void Dispose()
    {
        AttentionNorm.Dispose();
        QueryKeyValue.Dispose();
        QueryNorm?.Dispose();
        KeyNorm?.Dispose();
        Output.Dispose();
        AttentionPostNorm?.Dispose();
        FeedForwardNorm.Dispose();
        GateUp.Dispose();
        Down.Dispose();
        FeedForwardPostNorm?.Dispose();
    }

    private static TorchNorm? Norm(TorchPlace place, float[]? weights, float epsilon) =>
        weights is null ? null : new TorchNorm(place, weights, epsilon);
}
