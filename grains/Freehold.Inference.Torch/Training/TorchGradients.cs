using Freehold.Inference.Formats;
using Freehold.Inference.Kernels;
using Freehold.Inference.Models.Decoder;
using Freehold.Inference.Training.Network;
using static TorchSharp.torch;

namespace Freehold.Inference.Torch.Training;

/// <summary>
/// A decoder's loss by libtorch, and its gradients by libtorch's own differentiation. Everything else of a run, from the order of the examples to the
/// optimizer and the files, is the managed engine's: the two train the same, to rounding.
/// </summary>
/// <remarks>Gives way to inference between layers of the forward pass; the backward pass is one call, as long as a batch is large.</remarks>
internal sealed class TorchGradients : IGradients, IDisposable
{
    private readonly NetworkWeights _network;
    private readonly ModelConfig _config;
    private readonly TorchPlace _place;
    private readonly TorchParameters _parameters;
    private readonly TorchTokenLoss _loss;
    private readonly Rope[] _ropes;
    private readonly Action _pause;

    public TorchGradients(GradientsPlan plan, Device device)
    {
        (_network, _config, _pause) = (plan.Weights, plan.Weights.Config, plan.Pause);
        _place = new TorchPlace(device, ScalarType.Float32);
        _parameters = new TorchParameters(_network.Parameters, _place);
        _loss = new TorchTokenLoss(plan.Loss, device);
        _ropes = [.. _network.Rotary.Select(rope => new Rope(rope, _config.HeadSize))];
    }

    public double Loss(TrainingBatch batch)
    {
        using var scope = NewDisposeScope();
        using var gradients = no_grad();
        _parameters.Refresh();
        return _loss.Sum(Logits(batch, null), batch.Predictions).item<float>();
    }

    public double AddGradients(TrainingBatch batch, float gradientScale, CounterRandom dropout)
    {
        using var scope = NewDisposeScope();
        _parameters.Refresh();
        var loss = _loss.Sum(Logits(batch, dropout), batch.Predictions);
        loss.mul(gradientScale).backward();
        _pause();
        _parameters.AddGradients();
        return loss.item<float>();
    }

    public void Dispose() => _parameters.Dispose();

    /// <returns>[predictions, vocabulary]</returns>
    private Tensor Logits(TrainingBatch batch, CounterRandom? dropout)
    {
        var linear = new TorchTrainedLinear(_parameters, dropout, _place.Device);
        var tokens = tensor(Array.ConvertAll(batch.Tokens, token => (long)token), device: _place.Device);
        var residual = _parameters.Of(_network.Embedding).index_select(0, tokens);
        var rotations = new Dictionary<Rope, TorchRotation>(ReferenceEqualityComparer.Instance);
        for (var i = 0; i < _network.Layers.Length; i++)
        {
            _pause();
            if (!rotations.TryGetValue(_ropes[i], out var rotation))
                rotations.Add(_ropes[i], rotation = new TorchRotation(batch.Positions, _ropes[i], _place.Device));
            residual = residual + Attend(_network.Layers[i], rotation, batch, residual, linear);
            residual = residual + FeedForward(_network.Layers[i], residual, linear);
        }

        var rows = tensor(Array.ConvertAll(batch.Predictions, prediction => (long)prediction.Row), device: _place.Device);
        return nn.functional.linear(Norm(residual.index_select(0, rows), _network.OutputNorm), _parameters.Of(_network.Output));
    }

    /// <param name="layer">Weights.</param>
    /// <param name="rotation">Turns its heads.</param>
    /// <param name="batch">Places of the tokens.</param>
    /// <param name="residual">[rows, hidden]</param>
    /// <param name="linear">Products.</param>
    /// <returns>[rows, hidden]</returns>
    private Tensor Attend(NetworkLayer layer, TorchRotation rotation, TrainingBatch batch, Tensor residual, TorchTrainedLinear linear)
    {
        var normed = Norm(residual, layer.AttentionNorm);
        var query = Heads(linear.Run(layer.Query, normed), layer.QueryNorm, rotation);
        var key = Heads(linear.Run(layer.Key, normed), layer.KeyNorm, rotation);
        var value = linear.Run(layer.Value, normed).reshape(-1, _config.KvHeadCount, _config.HeadSize);
        var attended = new Tensor[batch.SequenceStarts.Length - 1];
        for (var i = 0; i < attended.Length; i++)
        {
            var (start, length) = (batch.SequenceStarts[i], batch.SequenceStarts[i + 1] - batch.SequenceStarts[i]);
            attended[i] = AttendOne(layer.Traits, query.narrow(0, start, length), key.narrow(0, start, length), value.narrow(0, start, length));
        }

        return linear.Run(layer.Output, attended.Length == 1 ? attended[0] : cat(attended, 0));
    }

    /// <summary>Causal attention of one sequence: [tokens, heads * headSize].</summary>
    private Tensor AttendOne(LayerTraits traits, Tensor query, Tensor key, Tensor value)
    {
        var (tokens, shared) = (query.size(0), _config.HeadCount / _config.KvHeadCount);
        var (q, k, v) = (query.transpose(0, 1), Spread(key), Spread(value));
        var places = arange(tokens, ScalarType.Int64, _place.Device);
        var (asking, asked) = (places.unsqueeze(1), places.unsqueeze(0));
        var hidden = asked.gt(asking).logical_or(asked.le(asking - traits.WindowTokens));
        var scores = matmul(q, k.transpose(1, 2)).mul(_network.Traits.QueryScale).masked_fill(hidden, float.NegativeInfinity);
        return matmul(scores.softmax(-1), v).transpose(0, 1).reshape(tokens, _config.QuerySize);

        Tensor Spread(Tensor heads) => heads.transpose(0, 1).repeat_interleave(shared, dim: 0);
    }

    private Tensor Heads(Tensor rows, NetworkVector? norm, TorchRotation rotation)
    {
        var heads = rows.reshape(rows.size(0), -1, _config.HeadSize);
        return rotation.Apply(norm is null ? heads : Norm(heads, norm));
    }

    private Tensor FeedForward(NetworkLayer layer, Tensor residual, TorchTrainedLinear linear)
    {
        var normed = Norm(residual, layer.FeedForwardNorm);
        return linear.Run(layer.Down, nn.functional.silu(linear.Run(layer.Gate, normed)) * linear.Run(layer.Up, normed));
    }

    private Tensor Norm(Tensor input, NetworkVector weights) =>
        input * input.square().mean([-1L], keepdim: true).add(_config.NormEpsilon).rsqrt() * _parameters.Of(weights);
}
