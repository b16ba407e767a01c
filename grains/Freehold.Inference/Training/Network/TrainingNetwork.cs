using Freehold.Inference.Kernels;
using Freehold.Inference.Models.Decoder;
using Freehold.Inference.Training.Kernels;

namespace Freehold.Inference.Training.Network;

/// <summary>A decoder with its backward pass. One batch at a time, on one calling thread.</summary>
internal sealed class TrainingNetwork : IGradients
{
    private readonly NetworkWeights _weights;
    private readonly LayerActivations[] _kept;
    private readonly NetworkScratch _scratch;
    private readonly LinearPass _linear;
    private readonly LayerPass _layer;
    private readonly HeadPass _head;
    private readonly RotaryPass[] _rotary;
    private readonly RowLoop _loop;
    private readonly Action _pause;

    /// <param name="weights">The network's.</param>
    /// <param name="loss">What is made small.</param>
    /// <param name="team">Threads.</param>
    /// <param name="maxRows">Most tokens of a batch.</param>
    /// <param name="contextTokens">Longest example.</param>
    /// <param name="pause">Called between parts of the work; may wait, and may throw.</param>
    public TrainingNetwork(NetworkWeights weights, TokenLoss loss, WorkerTeam team, int maxRows, int contextTokens, Action? pause = null)
    {
        var config = weights.Config;
        (_weights, _pause) = (weights, pause ?? (() => { }));
        _loop = new RowLoop(team, _pause);
        _scratch = new NetworkScratch(config, maxRows);
        _kept = [.. weights.Layers.Select(_ => new LayerActivations(config, maxRows))];
        _linear = new LinearPass(weights, new Sgemm(team, _pause), _loop, maxRows);
        var widest = Math.Max(config.HiddenSize, config.QuerySize);
        var norm = new NormPass(weights.Parameters, _loop, config.NormEpsilon, (long)maxRows * widest, widest);
        _layer = new LayerPass(config, _scratch, _linear, norm, new CausalAttention(team, config, contextTokens, _pause), _loop, _pause);
        _head = new HeadPass(weights, _scratch, _linear, norm, _loop, loss, maxRows, _pause);
        var passes = new Dictionary<RotaryFrequencies, RotaryPass>(ReferenceEqualityComparer.Instance);
        foreach (var rope in weights.Rotary)
            passes.TryAdd(rope, new RotaryPass(rope, config.HeadSize, contextTokens, _loop));
        _rotary = [.. weights.Rotary.Select(rope => passes[rope])];
    }

    /// <inheritdoc />
    public double Loss(TrainingBatch batch)
    {
        _linear.Dropout = null;
        Forward(batch);
        return _head.Run(batch, gradientScale: 0f, backward: false);
    }

    /// <inheritdoc />
    public double AddGradients(TrainingBatch batch, float gradientScale, CounterRandom dropout)
    {
        _linear.Dropout = dropout;
        Forward(batch);
        var loss = _head.Run(batch, gradientScale, backward: true);
        for (var i = _kept.Length - 1; i >= 0; i--)
        {
            _pause();
            _layer.Backward(_weights.Layers[i], _rotary[i], batch, _kept[i], isLowest: i == 0 && _weights.IsAdapter);
        }

        if (_weights.Embedding.Trained is { } table)
            AddEmbeddingGradient(batch, table);
        return loss;
    }

    private void Forward(TrainingBatch batch)
    {
        Embed(batch);
        for (var i = 0; i < _kept.Length; i++)
        {
            _pause();
            _layer.Forward(_weights.Layers[i], _rotary[i], batch, _kept[i], i + 1 < _kept.Length ? _kept[i + 1].Input : _scratch.Output);
        }
    }

    private void Embed(TrainingBatch batch)
    {
        var (hidden, table) = (_weights.Config.HiddenSize, _weights.Embedding);
        _loop.Run(batch.Rows, hidden, row =>
        {
            var target = _kept[0].Input.Row(row, hidden);
            if (table.Trained is { } trained)
                _weights.Parameters.ValueSpan(trained).Slice(batch.Tokens[row] * hidden, hidden).CopyTo(target);
            else
                table.Frozen!.DecodeRow(batch.Tokens[row], target);
        });
    }

    // On one thread: tokens repeat, and their gradients are added in the order of rows.
    private void AddEmbeddingGradient(TrainingBatch batch, Parameter table)
    {
        var hidden = _weights.Config.HiddenSize;
        var gradients = _weights.Parameters.GradientSpan(table);
        for (var row = 0; row < batch.Rows; row++)
            Elementwise.Add(gradients.Slice(batch.Tokens[row] * hidden, hidden), _scratch.Gradient.Row(row, hidden));
    }
}
