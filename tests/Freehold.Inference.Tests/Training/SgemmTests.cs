using Freehold.Inference.Kernels;
using Freehold.Inference.Kernels.Vectors;
using Freehold.Inference.Training.Kernels;

namespace Freehold.Inference.Tests.Training;

/// <summary>The products against sums in double precision, on sizes that are no multiples of anything.</summary>
public sealed unsafe class SgemmTests
{
    public static TheoryData<int, int, int> Sizes =>
        new() { { 1, 1, 1 }, { 6, 32, 8 }, { 7, 33, 5 }, { 13, 17, 300 }, { 61, 70, 41 }, { 5, 3, 513 }, { 100, 16, 7 } };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Every_layout_and_level_gives_the_exact_product(int rows, int columns, int inner)
    {
        foreach (var level in Enum.GetValues<VectorLevel>().Where(level => level.IsSupported()))
        {
            foreach (var (turnA, turnB) in ((bool, bool)[])[(false, false), (false, true), (true, false)])
            {
                foreach (var accumulate in (bool[])[false, true])
                    AssertProduct(rows, columns, inner, level, turnA, turnB, accumulate);
            }
        }
    }

    [Fact]
    public void The_bits_are_the_same_on_any_number_of_threads()
    {
        var (a, b) = (Numbers(130 * 300, 1), Numbers(300 * 70, 2));
        var expected = new FloatBuffer(130 * 70);
        Multiply(1, a, b, expected, false);
        foreach (var threads in (int[])[2, 3, 5])
        {
            foreach (var turned in (bool[])[false, true])
            {
                Multiply(1, a, b, expected, turned);
                var actual = new FloatBuffer(130 * 70);
                Multiply(threads, a, b, actual, turned);
                Assert.Equal(expected.Span.ToArray(), actual.Span.ToArray());
            }
        }

        static void Multiply(int threads, FloatBuffer a, FloatBuffer b, FloatBuffer c, bool turned)
        {
            using var team = new WorkerTeam(threads);
            var left = turned ? Operand.Rows(a.Start, 130).Transposed : Operand.Rows(a.Start, 300);
            new Sgemm(team).Multiply(left, Operand.Rows(b.Start, 70), 130, 70, 300, c.Start, accumulate: false);
        }
    }

    [Fact]
    public void A_long_product_asks_in_between_whether_others_want_to_run()
    {
        using var team = new WorkerTeam(1);
        var asked = 0;
        var (a, b, c) = (Numbers(50 * 20, 1), Numbers(20 * 20, 2), new FloatBuffer(50 * 20));
        new Sgemm(team, () => asked++) { MultiplicationsPerTurn = 20 * 20 * 20 }.Multiply(
            Operand.Rows(a.Start, 20), Operand.Rows(b.Start, 20), 50, 20, 20, c.Start, accumulate: false);
        Assert.Equal(2, asked);
    }

    private static void AssertProduct(int rows, int columns, int inner, VectorLevel level, bool turnA, bool turnB, bool accumulate)
    {
        var (a, b) = (Numbers(rows * inner, 1), Numbers(inner * columns, 2));
        var c = new FloatBuffer(rows * columns);
        c.Span.Fill(0.5f);
        using var team = new WorkerTeam(2);
        var left = turnA ? Operand.Rows(a.Start, rows).Transposed : Operand.Rows(a.Start, inner);
        var right = turnB ? Operand.Rows(b.Start, inner).Transposed : Operand.Rows(b.Start, columns);
        new Sgemm(team, null, level).Multiply(left, right, rows, columns, inner, c.Start, accumulate);
        for (var i = 0; i < rows; i++)
        {
            for (var j = 0; j < columns; j++)
            {
                var sum = accumulate ? 0.5 : 0.0;
                for (var k = 0; k < inner; k++)
                    sum += (double)a.Span[turnA ? k * rows + i : i * inner + k] * b.Span[turnB ? j * inner + k : k * columns + j];
                Assert.Equal(sum, c.Span[i * columns + j], 1e-5 * Math.Sqrt(inner));
            }
        }
    }

    private static FloatBuffer Numbers(int count, int seed)
    {
        var random = new Random(seed);
        var buffer = new FloatBuffer(count);
        foreach (ref var value in buffer.Span)
            value = 2f * random.NextSingle() - 1f;
        return buffer;
    }
}
