using Freehold.Inference.Kernels;
using Freehold.Inference.Training.Kernels;

namespace Freehold.Inference.Training.Network;

/// <summary>RMSNorm of rows, forward and backward.</summary>
internal sealed class NormPass
{
    // A fixed block of rows has one thread, and its own sum of the weights' gradients: the same bits on any number of threads.
    private const int BlockRows = 64;

    private readonly ParameterSet _parameters;
    private readonly RowLoop _loop;
    private readonly float _epsilon;
    private readonly FloatBuffer _sums;

    /// <param name="parameters">What is trained.</param>
    /// <param name="loop">Threads.</param>
    /// <param name="epsilon">Added to the mean square.</param>
    /// <param name="maxNumbers">Most numbers of the rows of one call.</param>
    /// <param name="maxWidth">Longest row.</param>
    public NormPass(ParameterSet parameters, RowLoop loop, float epsilon, long maxNumbers, int maxWidth)
    {
        (_parameters, _loop, _epsilon) = (parameters, loop, epsilon);
        _sums = new FloatBuffer(maxNumbers / BlockRows + maxWidth);
    }

    /// <summary>y = norm(x) of every row.</summary>
    /// <param name="x">[rows, width]</param>
    /// <param name="weight">[width]</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="width">Numbers of a row.</param>
    /// <param name="y">[rows, width]</param>
    public void Forward(FloatBuffer x, NetworkVector weight, int rows, int width, FloatBuffer y) => _loop.Run(
        rows, 2L * width, row => RmsNorm.Apply(x.Row(row, width), weight.Read(_parameters), _epsilon, y.Row(row, width)));

    /// <summary>dx += the gradient by x, and adds to that of the weights where they are trained.</summary>
    /// <param name="x">[rows, width] what went in</param>
    /// <param name="weight">[width]</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="width">Numbers of a row.</param>
    /// <param name="dy">[rows, width]</param>
    /// <param name="dx">[rows, width], added to; null where nothing below is trained</param>
    public void Backward(FloatBuffer x, NetworkVector weight, int rows, int width, FloatBuffer dy, FloatBuffer? dx)
    {
        if (dx is null && weight.Trained is null)
            return;
        var blocks = (rows + BlockRows - 1) / BlockRows;
        _loop.Run(blocks, 4L * width * BlockRows, Block);
        if (weight.Trained is not { } trained)
            return;
        var gradient = _parameters.GradientSpan(trained);
        for (var block = 0; block < blocks; block++)
            Elementwise.Add(gradient, _sums.Row(block, width));

        void Block(int block)
        {
            var sum = weight.Trained is null ? [] : _sums.Row(block, width);
            sum.Clear();
            for (var row = block * BlockRows; row < Math.Min(rows, (block + 1) * BlockRows); row++)
            {
                var scale = RmsNormBackward.Scale(x.Row(row, width), _epsilon);
                if (!sum.IsEmpty)
                    RmsNormBackward.AddWeight(x.Row(row, width), scale, dy.Row(row, width), sum);
                if (dx is not null)
                    RmsNormBackward.AddInput(x.Row(row, width), weight.Read(_parameters), scale, dy.Row(row, width), dx.Row(row, width));
            }
        }
    }
}
