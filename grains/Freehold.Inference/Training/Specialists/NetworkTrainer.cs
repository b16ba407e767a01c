using Freehold.Inference.Kernels;
using Freehold.Inference.Sampling;
using Freehold.Inference.Specialists.Classification;
using Freehold.Inference.Specialists.Features;

namespace Freehold.Inference.Training.Specialists;

/// <summary>
/// Trains one network by AdaGrad (Duchi, Hazan and Singer 2011), with one accumulator for each feature's row, so that rare features keep a
/// high rate and a step costs no more than the features of its text. One thread; the same input and seed make the same numbers.
/// </summary>
internal sealed class NetworkTrainer
{
    private const int Hidden = NetworkSettings.Hidden;
    private const float Tiny = 1e-6f;

    /// <summary>Smaller errors of an output are left out of the step.</summary>
    private const float LeastError = 1e-3f;

    private readonly NetworkSettings _settings;
    private readonly SplitMix64 _random;
    private readonly int _firstRow, _labels;
    private readonly float[] _embedding, _embeddingSquares; // [features, hidden], [features]
    private readonly float[] _hiddenBias = new float[Hidden], _hiddenBiasSquares = new float[Hidden];
    private readonly float[] _output, _outputSquares, _outputGradient; // [labels, hidden]
    private readonly float[] _outputBias, _outputBiasSquares, _outputBiasGradient; // [labels]
    private readonly float[] _hidden = new float[Hidden], _hiddenGradient = new float[Hidden], _mask = new float[Hidden];
    private readonly float[] _errors; // [labels]
    private int[] _rows = [];
    private float[] _values = [];
    private int _inBatch;

    public NetworkTrainer(NetworkSettings settings, FeatureVocabulary vocabulary, int labels, ulong seed)
    {
        (_settings, _labels, _random) = (settings, labels, new SplitMix64(seed));
        (_firstRow, var rows) = settings.Blocks.In(vocabulary.BlockEnds).GetOffsetAndLength(vocabulary.Rows);
        (_embedding, _embeddingSquares) = (new float[rows * Hidden], new float[rows]);
        (_output, _outputSquares, _outputGradient) = (new float[labels * Hidden], new float[labels * Hidden], new float[labels * Hidden]);
        (_outputBias, _outputBiasSquares, _outputBiasGradient) = (new float[labels], new float[labels], new float[labels]);
        _errors = new float[labels];
        Fill(_embedding, 0.1f);
        Fill(_output, 1 / MathF.Sqrt(Hidden));
    }

    /// <summary>Goes over the examples so many times, with the rates falling to 0.</summary>
    /// <param name="matrix">The texts.</param>
    /// <param name="examples">Which of them.</param>
    /// <param name="labels">[texts], the label of each.</param>
    /// <param name="epochs">How many times.</param>
    /// <param name="pause">Asked between two examples.</param>
    public void Run(ExampleMatrix matrix, ReadOnlySpan<int> examples, ReadOnlySpan<int> labels, int epochs, TrainingPause pause)
    {
        var order = examples.ToArray();
        var (step, steps) = (0L, (long)epochs * order.Length);
        for (var epoch = 0; epoch < epochs; epoch++)
        {
            Shuffle(order);
            foreach (var example in order)
            {
                pause.Check();
                pause.Meter.Count(Step(matrix, example, labels[example], 1 - ((float)step++ / steps)));
            }
        }
    }

    /// <summary>The network as it is served.</summary>
    public ViewNetwork Finish() => new(
        _settings.Blocks, _firstRow, QuantizedRows.Quantize(_embedding, Hidden), [.. _hiddenBias], [.. _output], [.. _outputBias]);

    // Its loss in nats; NaN where nothing of the text was drawn.
    private double Step(ExampleMatrix matrix, int example, int label, float decay)
    {
        var count = Draw(matrix.Rows(example, _settings.Blocks), matrix.Values(example, _settings.Blocks));
        if (count == 0)
            return double.NaN;
        var rows = _rows.AsSpan(0, count);
        var values = _values.AsSpan(0, count);
        var loss = Forward(rows, values, label);
        Backward(decay * NetworkSettings.OutputRate);

        var squares = 0f;
        var rate = decay * _settings.Rate;
        for (var unit = 0; unit < Hidden; unit++)
        {
            var gradient = _hiddenGradient[unit] *= _mask[unit];
            squares += gradient * gradient;
            _hiddenBiasSquares[unit] += gradient * gradient;
            _hiddenBias[unit] -= rate * gradient / (MathF.Sqrt(_hiddenBiasSquares[unit]) + Tiny);
        }

        squares /= Hidden;
        for (var i = 0; i < count; i++)
        {
            ref var seen = ref _embeddingSquares[rows[i]];
            seen += squares * values[i] * values[i];
            Elementwise.AddScaled(Row(rows[i]), -rate * values[i] / (MathF.Sqrt(seen) + Tiny), _hiddenGradient);
        }

        return loss;
    }

    // A part of the features, scaled to length 1.
    private int Draw(ReadOnlySpan<int> rows, ReadOnlySpan<float> values)
    {
        if (_rows.Length < rows.Length)
            (_rows, _values) = (new int[rows.Length], new float[rows.Length]);
        var (count, squares) = (0, 0f);
        for (var i = 0; i < rows.Length; i++)
        {
            if (_random.NextDouble() < NetworkSettings.FeatureDropout)
                continue;
            _rows[count] = rows[i] - _firstRow;
            _values[count++] = values[i];
            squares += values[i] * values[i];
        }

        Elementwise.Scale(_values.AsSpan(0, count), squares > 0 ? 1 / MathF.Sqrt(squares) : 0);
        return count;
    }

    // The cross-entropy; leaves the outputs' errors: softmax less the label.
    private float Forward(ReadOnlySpan<int> rows, ReadOnlySpan<float> values, int label)
    {
        _hiddenBias.CopyTo(_hidden, 0);
        for (var i = 0; i < rows.Length; i++)
            Elementwise.AddScaled(_hidden, values[i], Row(rows[i]));
        const float kept = 1 - NetworkSettings.HiddenDropout;
        for (var unit = 0; unit < Hidden; unit++)
        {
            _mask[unit] = _random.NextDouble() < kept && _hidden[unit] > 0 ? 1 / kept : 0;
            _hidden[unit] *= _mask[unit];
        }

        for (var output = 0; output < _labels; output++)
            _errors[output] = _outputBias[output] + DotKernel.F32(Output(output), _hidden);
        var sum = (float)LogSoftmax.LogSumExp(_errors);
        var loss = sum - _errors[label];
        for (var output = 0; output < _labels; output++)
            _errors[output] = MathF.Exp(_errors[output] - sum);
        _errors[label] -= 1;
        return loss;
    }

    private void Backward(float rate)
    {
        _hiddenGradient.AsSpan().Clear();
        for (var output = 0; output < _labels; output++)
        {
            var error = _errors[output];
            if (MathF.Abs(error) < LeastError)
                continue;
            Elementwise.AddScaled(_hiddenGradient, error, Output(output));
            Elementwise.AddScaled(_outputGradient.AsSpan(output * Hidden, Hidden), error, _hidden);
            _outputBiasGradient[output] += error;
        }

        if (++_inBatch < NetworkSettings.Batch)
            return;
        _inBatch = 0;
        AdaGrad.Step(_output, _outputGradient, _outputSquares, rate, 1f / NetworkSettings.Batch);
        AdaGrad.Step(_outputBias, _outputBiasGradient, _outputBiasSquares, rate, 1f / NetworkSettings.Batch);
    }

    private Span<float> Row(int row) => _embedding.AsSpan(row * Hidden, Hidden);

    private Span<float> Output(int label) => _output.AsSpan(label * Hidden, Hidden);

    private void Shuffle(int[] order)
    {
        for (var i = order.Length - 1; i > 0; i--)
        {
            var j = (int)(_random.NextDouble() * (i + 1));
            (order[i], order[j]) = (order[j], order[i]);
        }
    }

    // Even numbers around 0 with this standard deviation.
    private void Fill(float[] numbers, float deviation)
    {
        foreach (ref var number in numbers.AsSpan())
            number = (float)((2 * _random.NextDouble()) - 1) * MathF.Sqrt(3) * deviation;
    }
}
