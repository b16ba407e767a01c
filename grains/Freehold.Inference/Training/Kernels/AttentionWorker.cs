using System.Numerics;
using System.Runtime.InteropServices;
using Freehold.Inference.Formats;
using Freehold.Inference.Kernels;

namespace Freehold.Inference.Training.Kernels;

/// <summary>One thread's part of an attention: one key head, with the query heads that it serves, of one sequence at a time.</summary>
internal sealed unsafe class AttentionWorker
{
    /// <summary>Queries that are run together: some whole tiles of the product.</summary>
    public const int BlockRows = 8 * SgemmKernel.TileRows;

    // Keeps rows of scores from falling into the same sets of the cache.
    private const int StrideSpare = 16;

    private readonly SgemmKernel _kernel;
    private readonly int _headSize, _groupSize, _queryStride, _kvStride, _scoreStride;
    private readonly float _scale;
    private readonly FloatBuffer _turnedKeys, _turnedValues, _keys, _values, _queries, _gradients, _scores, _scoreGradients;

    public AttentionWorker(ModelConfig config, int longest, SgemmKernel kernel)
    {
        _kernel = kernel;
        (_headSize, _groupSize) = (config.HeadSize, config.HeadCount / config.KvHeadCount);
        (_queryStride, _kvStride) = (config.QuerySize, config.KvSize);
        _scale = config.Decoder!.QueryScale;
        _scoreStride = (longest + kernel.PanelColumns - 1) / kernel.PanelColumns * kernel.PanelColumns + StrideSpare;
        _turnedKeys = new FloatBuffer(kernel.PackedLength(_headSize, longest));
        _turnedValues = new FloatBuffer(kernel.PackedLength(_headSize, longest));
        _keys = new FloatBuffer(kernel.PackedLength(longest, _headSize));
        _values = new FloatBuffer(kernel.PackedLength(longest, _headSize));
        _queries = new FloatBuffer(kernel.PackedLength(BlockRows, _headSize));
        _gradients = new FloatBuffer(kernel.PackedLength(BlockRows, _headSize));
        _scores = new FloatBuffer((long)BlockRows * _scoreStride);
        _scoreGradients = new FloatBuffer((long)BlockRows * _scoreStride);
    }

    /// <param name="task">The attention.</param>
    /// <param name="first">First row of the sequence.</param>
    /// <param name="length">Its rows.</param>
    /// <param name="kvHead">Which key head.</param>
    public void Forward(AttentionTask task, int first, int length, int kvHead)
    {
        Pack(At(task.Key, first, kvHead, _kvStride).Transposed, _headSize, length, _turnedKeys);
        Pack(At(task.Value, first, kvHead, _kvStride), length, _headSize, _values);
        foreach (var block in Blocks(task, length, kvHead))
        {
            Score(At(task.Query, first + block.Start, block.Head, _queryStride), _turnedKeys, block, _scores);
            var denominators = task.LogSumExp.Slice((long)block.Head * task.Rows + first + block.Start, block.Rows);
            for (var row = 0; row < block.Rows; row++)
                denominators[row] = Weigh(Scores(_scores, block, row), block.Visible(row));
            Gather(_scores, _values, block, length, At(task.Output, first + block.Start, block.Head, _queryStride));
        }
    }

    /// <inheritdoc cref="Forward" />
    public void Backward(AttentionTask task, int first, int length, int kvHead)
    {
        Pack(At(task.Key, first, kvHead, _kvStride).Transposed, _headSize, length, _turnedKeys);
        Pack(At(task.Value, first, kvHead, _kvStride).Transposed, _headSize, length, _turnedValues);
        Pack(At(task.Key, first, kvHead, _kvStride), length, _headSize, _keys);
        var (keyGradient, valueGradient) =
            (At(task.KeyGradient!, first, kvHead, _kvStride), At(task.ValueGradient!, first, kvHead, _kvStride));
        Clear(keyGradient, length);
        Clear(valueGradient, length);
        foreach (var block in Blocks(task, length, kvHead))
        {
            var query = At(task.Query, first + block.Start, block.Head, _queryStride);
            var gradient = At(task.OutputGradient!, first + block.Start, block.Head, _queryStride);
            var output = At(task.Output, first + block.Start, block.Head, _queryStride);
            var denominators = task.LogSumExp.Slice((long)block.Head * task.Rows + first + block.Start, block.Rows);
            Score(query, _turnedKeys, block, _scores);
            Score(gradient, _turnedValues, block, _scoreGradients);
            for (var row = 0; row < block.Rows; row++)
            {
                var along = DotKernel.F32(Head(gradient, row), Head(output, row));
                Differentiate(
                    Scores(_scores, block, row), Scores(_scoreGradients, block, row), block.Visible(row), denominators[row], along);
            }

            Gather(_scoreGradients, _keys, block, length, At(task.QueryGradient!, first + block.Start, block.Head, _queryStride));
            Spread(_scoreGradients, query, _queries, block, keyGradient);
            Spread(_scores, gradient, _gradients, block, valueGradient);
        }
    }

    private IEnumerable<QueryBlock> Blocks(AttentionTask task, int length, int kvHead)
    {
        for (var head = kvHead * _groupSize; head < (kvHead + 1) * _groupSize; head++)
        {
            for (var start = 0; start < length; start += BlockRows)
                yield return new QueryBlock(head, start, Math.Min(BlockRows, length - start), task.WindowTokens, length, _kernel.PanelColumns);
        }
    }

    // scores [rows, keys] = q * transpose(k), for the keys that any row of the block sees.
    private void Score(Operand query, FloatBuffer packed, in QueryBlock block, FloatBuffer scores) => _kernel.Multiply(
        query, packed.Start + (nint)block.FirstKey * _headSize, block.Rows, block.Keys, _headSize, _headSize, scores.Start, _scoreStride,
        accumulate: false);

    // target [rows, headSize] = scores * (keys or values); a query's keys are the inner extent.
    private void Gather(FloatBuffer scores, FloatBuffer packed, in QueryBlock block, int length, Operand target)
    {
        for (var column = 0; column < _headSize; column += _kernel.PanelColumns)
        {
            var columns = Math.Min(_kernel.PanelColumns, _headSize - column);
            var width = (nint)_kernel.PackedLength(1, columns);
            var panel = packed.Start + (nint)column * length + block.FirstKey * width;
            _kernel.Multiply(
                Operand.Rows(scores.Start, _scoreStride), panel, block.Rows, columns, block.Keys, block.Keys,
                target.Start + column, target.RowStride, accumulate: false);
        }
    }

    // target [keys, headSize] += transpose(scores) * rows; a key's queries are the inner extent.
    private void Spread(FloatBuffer scores, Operand rows, FloatBuffer packed, in QueryBlock block, Operand target)
    {
        Pack(rows, block.Rows, _headSize, packed);
        _kernel.Multiply(
            Operand.Rows(scores.Start, _scoreStride).Transposed, packed.Start, block.Keys, _headSize, block.Rows, block.Rows,
            target.From(block.FirstKey, 0).Start, target.RowStride, accumulate: true);
    }

    /// <summary>Softmax of a row's visible scores; zero elsewhere. Returns the logarithm of the denominator.</summary>
    private float Weigh(Span<float> scores, Range visible)
    {
        var seen = scores[visible];
        Elementwise.Scale(seen, _scale);
        var denominator = (float)LogSoftmax.LogSumExp(seen);
        Exponentials(seen, denominator, 1f);
        ClearOutside(scores, visible);
        return denominator;
    }

    /// <summary>Scores become weights p; dp, in place, becomes the gradient by the unscaled scores: scale * p * (dp - along).</summary>
    private void Differentiate(Span<float> scores, Span<float> gradients, Range visible, float denominator, float along)
    {
        var seen = scores[visible];
        var d = gradients[visible];
        Exponentials(seen, denominator, _scale);
        var vp = MemoryMarshal.Cast<float, Vector<float>>(seen);
        var vd = MemoryMarshal.Cast<float, Vector<float>>(d);
        var (shift, factor) = (new Vector<float>(along), new Vector<float>(_scale));
        for (var i = 0; i < vp.Length; i++)
            vd[i] = vp[i] * (vd[i] - shift) * factor;
        for (var i = vp.Length * Vector<float>.Count; i < seen.Length; i++)
            d[i] = seen[i] * (d[i] - along) * _scale;
        ClearOutside(scores, visible);
        ClearOutside(gradients, visible);
    }

    // x = exp(factor * x - shift)
    private static void Exponentials(Span<float> x, float shift, float factor)
    {
        var vx = MemoryMarshal.Cast<float, Vector<float>>(x);
        var (vshift, vfactor) = (new Vector<float>(-shift), new Vector<float>(factor));
        for (var i = 0; i < vx.Length; i++)
            vx[i] = Vector.Exp(Vector.FusedMultiplyAdd(vx[i], vfactor, vshift));
        for (var i = vx.Length * Vector<float>.Count; i < x.Length; i++)
            x[i] = MathF.Exp(x[i] * factor - shift);
    }

    private static void ClearOutside(Span<float> scores, Range visible)
    {
        scores[..visible.Start].Clear();
        scores[visible.End..].Clear();
    }

    private Span<float> Scores(FloatBuffer scores, in QueryBlock block, int row) => scores.Slice((long)row * _scoreStride, block.Keys);

    private ReadOnlySpan<float> Head(in Operand rows, int row) => new(rows.Start + row * rows.RowStride, _headSize);

    private Operand At(FloatBuffer rows, int row, int head, int stride) =>
        Operand.Rows(rows.Start + (nint)row * stride + head * _headSize, stride);

    private void Pack(in Operand matrix, int inner, int columns, FloatBuffer packed) =>
        _kernel.Pack(matrix, inner, columns, 0, _kernel.Panels(columns), packed.Start);

    private void Clear(in Operand rows, int count)
    {
        for (var row = 0; row < count; row++)
            new Span<float>(rows.Start + row * rows.RowStride, _headSize).Clear();
    }
}

/// <summary>Neighbouring queries of one head, and the keys that at least one of them sees.</summary>
internal readonly record struct QueryBlock
{
    private readonly int _window;

    public QueryBlock(int head, int start, int rows, int window, int length, int panelColumns)
    {
        (Head, Start, Rows, _window) = (head, start, rows, window);
        FirstKey = (int)(Math.Max(0, start + 1 - (long)window) / panelColumns * panelColumns);
        var endKey = (start + rows + panelColumns - 1) / panelColumns * panelColumns;
        Keys = Math.Min(endKey, length) - FirstKey;
    }

    public int Head { get; }

    /// <summary>First query, as a position in the sequence.</summary>
    public int Start { get; }

    public int Rows { get; }

    /// <summary>First key, at the start of a panel.</summary>
    public int FirstKey { get; }

    /// <summary>Number of keys, up to the end of a panel or of the sequence.</summary>
    public int Keys { get; }

    /// <summary>The keys that one query sees, counted from <see cref="FirstKey"/>.</summary>
    public Range Visible(int row)
    {
        var position = Start + row;
        return (int)Math.Max(0, position + 1 - (long)_window - FirstKey)..(position + 1 - FirstKey);
    }
}
