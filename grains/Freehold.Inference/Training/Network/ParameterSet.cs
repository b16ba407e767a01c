using Freehold.Inference.Kernels;
using Freehold.Inference.Training.Kernels;

namespace Freehold.Inference.Training.Network;

/// <summary>All that a run trains, with gradients and the optimizer's moments: four buffers in which each parameter has the same place.</summary>
internal sealed unsafe class ParameterSet
{
    // A whole cache line, so that no two parameters share one.
    private const int Alignment = 16;

    // A fixed piece has one thread, and its own sum: the same bits on any number of threads.
    private const int PieceLength = 1 << 14;

    private readonly List<Parameter> _parameters = [];
    private (int Start, int Length, bool Decays)[] _pieces = [];
    private double[] _pieceSums = [];
    private long _length;

    public IReadOnlyList<Parameter> Parameters => _parameters;

    /// <summary>Numbers that are trained.</summary>
    public long Count => _parameters.Sum(parameter => (long)parameter.Length);

    public FloatBuffer Values { get; private set; } = new(0);

    public FloatBuffer Gradients { get; private set; } = new(0);

    /// <summary>Running mean of the gradients.</summary>
    public FloatBuffer Mean { get; private set; } = new(0);

    /// <summary>Running mean of the gradients' squares.</summary>
    public FloatBuffer Squares { get; private set; } = new(0);

    /// <summary>Adds a parameter; all are added before <see cref="Allocate"/>.</summary>
    public Parameter Add(string name, int rows, int columns)
    {
        var parameter = new Parameter(name, rows, columns, _length);
        _parameters.Add(parameter);
        _length += (parameter.Length + Alignment - 1) / Alignment * Alignment;
        return parameter;
    }

    public void Allocate()
    {
        (Values, Gradients, Mean, Squares) = (new(_length), new(_length), new(_length), new(_length));
        _pieces = [.. _parameters.SelectMany(Pieces)];
        _pieceSums = new double[_pieces.Length];
    }

    public float* Value(Parameter parameter) => Values.Start + parameter.Offset;

    public float* Gradient(Parameter parameter) => Gradients.Start + parameter.Offset;

    public Span<float> ValueSpan(Parameter parameter) => Values.Slice(parameter.Offset, parameter.Length);

    public Span<float> GradientSpan(Parameter parameter) => Gradients.Slice(parameter.Offset, parameter.Length);

    public void ClearGradients() => Gradients.Span.Clear();

    /// <summary>Length of the gradient over all parameters.</summary>
    public double GradientNorm(RowLoop loop)
    {
        loop.Run(_pieces.Length, PieceLength, SumSquares);
        var sum = 0.0;
        foreach (var piece in _pieceSums)
            sum += piece;
        return Math.Sqrt(sum);

        void SumSquares(int piece)
        {
            var gradients = Gradients.Slice(_pieces[piece].Start, _pieces[piece].Length);
            _pieceSums[piece] = DotKernel.F32(gradients, gradients);
        }
    }

    /// <summary>One step of the optimizer.</summary>
    /// <param name="step">Its constants.</param>
    /// <param name="gradientScale">Factor on the gradients.</param>
    /// <param name="loop">Threads.</param>
    public void Update(AdamW step, float gradientScale, RowLoop loop) => loop.Run(_pieces.Length, PieceLength, piece =>
    {
        var (start, length, decays) = _pieces[piece];
        var rule = decays ? step : step with { WeightDecay = 0 };
        rule.Apply(
            Values.Slice(start, length), Gradients.Slice(start, length), gradientScale, Mean.Slice(start, length), Squares.Slice(start, length));
    });

    private static IEnumerable<(int Start, int Length, bool Decays)> Pieces(Parameter parameter)
    {
        for (var start = 0; start < parameter.Length; start += PieceLength)
            yield return ((int)parameter.Offset + start, Math.Min(PieceLength, parameter.Length - start), parameter.Decays);
    }
}
