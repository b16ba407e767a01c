using System.Numerics.Tensors;

namespace Freehold.Core.Numerics;

/// <summary>The Cholesky factor L of a symmetric positive definite matrix A = L L', for solving A x = b.</summary>
internal sealed class CholeskyFactor
{
    private readonly double[] _lower; // [size * size], row by row; only the lower triangle is used
    private readonly int _size;

    private CholeskyFactor(double[] lower, int size) => (_lower, _size) = (lower, size);

    /// <summary>Factors a matrix in its own memory; null where it is not positive definite.</summary>
    /// <param name="matrix">[size * size]; the lower triangle is read, and overwritten by the factor.</param>
    /// <param name="size">Rows and columns.</param>
    public static CholeskyFactor? TryFactor(double[] matrix, int size)
    {
        for (var row = 0; row < size; row++)
        {
            var here = matrix.AsSpan(row * size, row + 1);
            for (var column = 0; column < row; column++)
            {
                var above = matrix.AsSpan(column * size, column + 1);
                here[column] = (here[column] - TensorPrimitives.Dot(here[..column], above[..column])) / above[column];
            }

            var pivot = here[row] - TensorPrimitives.Dot(here[..row], here[..row]);
            if (!(pivot > 0)) return null;
            here[row] = Math.Sqrt(pivot);
        }

        return new CholeskyFactor(matrix, size);
    }

    /// <summary>
    /// Factors a matrix that is positive semidefinite but for rounding: its diagonal is raised by a share of its largest entry, ten times
    /// as much each time until it is positive definite.
    /// </summary>
    /// <param name="matrix">[size * size]; the lower triangle is read.</param>
    /// <param name="size">Rows and columns.</param>
    /// <param name="rounding">The first share.</param>
    /// <exception cref="ArithmeticException">No share up to 1 does: the matrix is something else.</exception>
    public static CholeskyFactor FactorRounded(double[] matrix, int size, double rounding)
    {
        var largest = 1e-30;
        for (var i = 0; i < size; i++) largest = Math.Max(largest, matrix[i * (size + 1)]);
        for (var share = rounding; share <= 1; share *= 10)
        {
            var raised = (double[])matrix.Clone();
            for (var i = 0; i < size; i++) raised[i * (size + 1)] += share * largest;
            if (TryFactor(raised, size) is { } factor) return factor;
        }

        throw new ArithmeticException("The matrix is not positive definite, and rounding is not why.");
    }

    /// <summary>Replaces b by the solution of A x = b.</summary>
    public void Solve(Span<double> b)
    {
        SolveLower(b);
        SolveUpper(b);
    }

    /// <summary>Replaces b by the solution of L' x = b.</summary>
    public void SolveUpper(Span<double> b)
    {
        for (var row = _size - 1; row >= 0; row--)
        {
            var lower = _lower.AsSpan(row * _size, row + 1);
            var value = b[row] /= lower[row];
            VectorMath.AddScaled(-value, lower[..row], b[..row]);
        }
    }

    /// <summary>Replaces b by the solution of L x = b.</summary>
    public void SolveLower(Span<double> b)
    {
        for (var row = 0; row < _size; row++)
        {
            var lower = _lower.AsSpan(row * _size, row + 1);
            b[row] = (b[row] - TensorPrimitives.Dot(lower[..row], b[..row])) / lower[row];
        }
    }
}
