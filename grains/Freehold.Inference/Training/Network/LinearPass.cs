using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Freehold.Inference.Formats;
using Freehold.Inference.Kernels;
using Freehold.Inference.Training.Kernels;

namespace Freehold.Inference.Training.Network;

/// <summary>Linear products forward and backward, with bias and adapter. A quantised base is decoded where it is used.</summary>
internal sealed unsafe class LinearPass
{
    private readonly NetworkWeights _network;
    private readonly ParameterSet _parameters;
    private readonly Sgemm _sgemm;
    private readonly RowLoop _loop;
    private readonly FloatBuffer?[] _low;
    private readonly FloatBuffer _lowGradient, _dropped, _droppedGradient, _decoded;

    /// <param name="network">The network.</param>
    /// <param name="sgemm">Products.</param>
    /// <param name="loop">Threads for the rest.</param>
    /// <param name="maxRows">Most rows of a batch.</param>
    public LinearPass(NetworkWeights network, Sgemm sgemm, RowLoop loop, int maxRows)
    {
        (_network, _parameters, _sgemm, _loop) = (network, network.Parameters, sgemm, loop);
        var linears = network.Layers.SelectMany(layer => layer.Linears).ToArray();
        _low = [.. linears.Select(linear => linear.Adapter is { } adapter ? new FloatBuffer((long)maxRows * adapter.Rank) : null)];
        _lowGradient = new FloatBuffer((long)maxRows * linears.Max(linear => linear.Adapter?.Rank ?? 0));
        var dropped = (long)maxRows * linears.Max(linear => linear.Adapter is { Dropout: > 0 } ? linear.Columns : 0);
        (_dropped, _droppedGradient) = (new FloatBuffer(dropped), new FloatBuffer(dropped));
        NetworkMatrix[] matrices = [network.Embedding, network.Output, .. linears.Select(linear => linear.Weight)];
        _decoded = new FloatBuffer(matrices.Max(matrix => NeedsDecoding(matrix) ? (long)matrix.Rows * matrix.Columns : 0));
    }

    /// <summary>Seed of the inputs that adapters leave out; null: they leave out none.</summary>
    public CounterRandom? Dropout { get; set; }

    /// <summary>y (+)= x * transpose(W) + bias + adapter(x).</summary>
    /// <param name="linear">The product.</param>
    /// <param name="x">[rows, inputs]</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="y">[rows, outputs]</param>
    /// <param name="accumulate">Adds to y, which otherwise is overwritten.</param>
    public void Forward(NetworkLinear linear, FloatBuffer x, int rows, FloatBuffer y, bool accumulate = false)
    {
        var (outputs, inputs) = (linear.Rows, linear.Columns);
        Multiply(x.Start, linear.Weight, rows, y.Start, accumulate);
        if (linear.Bias is { } bias)
            _loop.Run(rows, outputs, row => Elementwise.Add(y.Row(row, outputs), bias.Read(_parameters)));
        if (linear.Adapter is not { } adapter)
            return;

        var low = _low[linear.Index]!;
        var input = Drop(linear, adapter, x, rows);
        _sgemm.Multiply(
            Operand.Rows(input.Start, inputs), Operand.Rows(_parameters.Value(adapter.A), inputs).Transposed, rows, adapter.Rank, inputs,
            low.Start, accumulate: false);
        Elementwise.Scale(low.Slice(0, rows * adapter.Rank), adapter.Scale);
        _sgemm.Multiply(
            Operand.Rows(low.Start, adapter.Rank), Operand.Rows(_parameters.Value(adapter.B), adapter.Rank).Transposed, rows, outputs,
            adapter.Rank, y.Start, accumulate: true);
    }

    /// <summary>Adds to the gradients of what is trained, and dx (+)= dy * W and the adapter's part.</summary>
    /// <param name="linear">The product.</param>
    /// <param name="x">[rows, inputs] what went in</param>
    /// <param name="dy">[rows, outputs]</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="dx">[rows, inputs], or null where nothing below is trained</param>
    /// <param name="accumulate">Adds to dx, which otherwise is overwritten.</param>
    public void Backward(NetworkLinear linear, FloatBuffer x, FloatBuffer dy, int rows, FloatBuffer? dx, bool accumulate = false)
    {
        AddGradient(linear.Weight, dy.Start, x.Start, rows);
        if (linear.Bias?.Trained is { } bias)
            AddRows(dy, rows, _parameters.GradientSpan(bias));
        if (dx is not null)
            MultiplyBack(dy.Start, linear.Weight, rows, dx.Start, accumulate);
        if (linear.Adapter is { } adapter)
            AdapterBackward(linear, adapter, x, dy, rows, dx);
    }

    /// <summary>y (+)= x * transpose(W).</summary>
    public void Multiply(float* x, NetworkMatrix weight, int rows, float* y, bool accumulate) => _sgemm.Multiply(
        Operand.Rows(x, weight.Columns), Operand.Rows(Read(weight), weight.Columns).Transposed, rows, weight.Rows, weight.Columns, y,
        accumulate);

    /// <summary>dx (+)= dy * W.</summary>
    public void MultiplyBack(float* dy, NetworkMatrix weight, int rows, float* dx, bool accumulate) => _sgemm.Multiply(
        Operand.Rows(dy, weight.Rows), Operand.Rows(Read(weight), weight.Columns), rows, weight.Columns, weight.Rows, dx, accumulate);

    /// <summary>dW += transpose(dy) * x, where W is trained.</summary>
    public void AddGradient(NetworkMatrix weight, float* dy, float* x, int rows)
    {
        if (weight.Trained is { } trained)
            AddProduct(dy, weight.Rows, x, weight.Columns, rows, _parameters.Gradient(trained));
    }

    private void AdapterBackward(NetworkLinear linear, NetworkAdapter adapter, FloatBuffer x, FloatBuffer dy, int rows, FloatBuffer? dx)
    {
        var (outputs, inputs, rank) = (linear.Rows, linear.Columns, adapter.Rank);
        var (low, lowGradient) = (_low[linear.Index]!, _lowGradient);
        AddProduct(dy.Start, outputs, low.Start, rank, rows, _parameters.Gradient(adapter.B));
        _sgemm.Multiply(
            Operand.Rows(dy.Start, outputs), Operand.Rows(_parameters.Value(adapter.B), rank), rows, rank, outputs, lowGradient.Start,
            accumulate: false);
        Elementwise.Scale(lowGradient.Slice(0, rows * rank), adapter.Scale);
        var input = Drop(linear, adapter, x, rows);
        AddProduct(lowGradient.Start, rank, input.Start, inputs, rows, _parameters.Gradient(adapter.A));
        if (dx is null)
            return;

        var isDropped = !ReferenceEquals(input, x);
        _sgemm.Multiply(
            Operand.Rows(lowGradient.Start, rank), Operand.Rows(_parameters.Value(adapter.A), inputs), rows, inputs, rank,
            isDropped ? _droppedGradient.Start : dx.Start, accumulate: !isDropped);
        if (isDropped)
            AddMasked(linear, adapter, rows, dx);
    }

    // d [columnsA, columnsB] += transpose(a) * b
    private void AddProduct(float* a, int columnsA, float* b, int columnsB, int rows, float* d) => _sgemm.Multiply(
        Operand.Rows(a, columnsA).Transposed, Operand.Rows(b, columnsB), columnsA, columnsB, rows, d, accumulate: true);

    private static void AddRows(FloatBuffer dy, int rows, Span<float> sum)
    {
        for (var row = 0; row < rows; row++)
            Elementwise.Add(sum, dy.Row(row, sum.Length));
    }

    /// <summary>What the adapter sees: x, or, with dropout, some of it scaled up so that the sum is expected to stay.</summary>
    private FloatBuffer Drop(NetworkLinear linear, NetworkAdapter adapter, FloatBuffer x, int rows)
    {
        if (Dropout is null || adapter.Dropout == 0)
            return x;
        var columns = linear.Columns;
        _loop.Run(rows, columns * 4L, row =>
        {
            var from = x.Row(row, columns);
            var to = _dropped.Row(row, columns);
            for (var i = 0; i < columns; i++)
                to[i] = from[i] * adapter.DropoutFactor(linear.Index, (long)row * columns + i, Dropout!.Value);
        });
        return _dropped;
    }

    private void AddMasked(NetworkLinear linear, NetworkAdapter adapter, int rows, FloatBuffer dx)
    {
        var columns = linear.Columns;
        _loop.Run(rows, columns * 4L, row =>
        {
            var from = _droppedGradient.Row(row, columns);
            var to = dx.Row(row, columns);
            for (var i = 0; i < columns; i++)
                to[i] += from[i] * adapter.DropoutFactor(linear.Index, (long)row * columns + i, Dropout!.Value);
        });
    }

    private static bool NeedsDecoding(NetworkMatrix matrix) => matrix.Frozen is { } frozen && frozen.Type != TensorType.F32;

    /// <summary>[rows, columns] as 32-bit numbers; valid until another matrix is read.</summary>
    private float* Read(NetworkMatrix matrix)
    {
        if (matrix.Trained is { } trained)
            return _parameters.Value(trained);

        // The memory is a mapped file's: its rows follow each other, and it does not move.
        var frozen = matrix.Frozen!;
        if (frozen.Type == TensorType.F32)
            return (float*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(frozen.Bytes(0, 1)));
        _loop.Run(frozen.Rows, frozen.Columns, row => frozen.DecodeRow(row, _decoded.Row(row, frozen.Columns)));
        return _decoded.Start;
    }
}
