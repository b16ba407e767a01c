using Freehold.Inference.Training.Kernels;

namespace Freehold.Inference.Training.Network;

/// <summary>
/// The last norm, the output projection and the loss, forward and backward at once: logits live for some rows only, and only for those
/// that count.
/// </summary>
internal sealed unsafe class HeadPass
{
    /// <summary>32 MB: no vocabulary makes the logits the largest thing in memory.</summary>
    public const int MaxLogits = 1 << 23;

    private readonly NetworkWeights _network;
    private readonly NetworkScratch _scratch;
    private readonly LinearPass _linear;
    private readonly NormPass _norm;
    private readonly RowLoop _loop;
    private readonly TokenLoss _loss;
    private readonly Action _pause;
    private readonly FloatBuffer _logits, _chosen, _chosenGradient;
    private readonly double[] _losses;
    private readonly int _chunkRows;

    public HeadPass(
        NetworkWeights network, NetworkScratch scratch, LinearPass linear, NormPass norm, RowLoop loop, TokenLoss loss, int maxRows, Action pause)
    {
        (_network, _scratch, _linear, _norm, _loop, _loss, _pause) = (network, scratch, linear, norm, loop, loss, pause);
        var (vocabulary, hidden) = (network.Config.VocabularySize, network.Config.HiddenSize);
        _chunkRows = Math.Clamp(MaxLogits / vocabulary, 1, maxRows);
        _logits = new FloatBuffer((long)_chunkRows * vocabulary);
        (_chosen, _chosenGradient) = (new FloatBuffer((long)_chunkRows * hidden), new FloatBuffer((long)_chunkRows * hidden));
        _losses = new double[_chunkRows];
    }

    /// <summary>Sum of the losses of the batch's predictions; leaves the gradient by the stream in scratch.Gradient.</summary>
    /// <param name="batch">What counts.</param>
    /// <param name="gradientScale">Factor on the gradient.</param>
    /// <param name="backward">False: computes no gradient.</param>
    public double Run(TrainingBatch batch, float gradientScale, bool backward)
    {
        var (hidden, s) = (_network.Config.HiddenSize, _scratch);
        _norm.Forward(s.Output, _network.OutputNorm, batch.Rows, hidden, s.Normed);
        if (backward)
            s.NormedGradient.Slice(0, batch.Rows * hidden).Clear();
        var sum = 0.0;
        for (var start = 0; start < batch.Predictions.Length; start += _chunkRows)
        {
            var count = Math.Min(_chunkRows, batch.Predictions.Length - start);
            sum += RunChunk(batch.Predictions.AsMemory(start, count), gradientScale, backward);
            _pause();
        }

        if (backward)
        {
            s.Gradient.Slice(0, batch.Rows * hidden).Clear();
            _norm.Backward(s.Output, _network.OutputNorm, batch.Rows, hidden, s.NormedGradient, s.Gradient);
        }

        return sum;
    }

    private double RunChunk(ReadOnlyMemory<Prediction> predictions, float gradientScale, bool backward)
    {
        var (hidden, vocabulary, rows) = (_network.Config.HiddenSize, _network.Config.VocabularySize, predictions.Length);
        for (var i = 0; i < rows; i++)
            _scratch.Normed.Row(predictions.Span[i].Row, hidden).CopyTo(_chosen.Row(i, hidden));
        _linear.Multiply(_chosen.Start, _network.Output, rows, _logits.Start, accumulate: false);
        _loop.Run(rows, 4L * vocabulary, row =>
        {
            var prediction = predictions.Span[row];
            _losses[row] = _loss.Run(_logits.Row(row, vocabulary), prediction.Target, prediction.Soft, gradientScale);
        });
        if (backward)
        {
            _linear.AddGradient(_network.Output, _logits.Start, _chosen.Start, rows);
            _linear.MultiplyBack(_logits.Start, _network.Output, rows, _chosenGradient.Start, accumulate: false);
            for (var i = 0; i < rows; i++)
                _chosenGradient.Row(i, hidden).CopyTo(_scratch.NormedGradient.Row(predictions.Span[i].Row, hidden));
        }

        var sum = 0.0;
        for (var i = 0; i < rows; i++)
            sum += _losses[i];
        return sum;
    }
}
