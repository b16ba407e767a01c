using System.Numerics;
using System.Runtime.InteropServices;

namespace Freehold.Inference.Kernels;

/// <summary>Logarithm of the softmax's denominator, and the largest entry of a vector.</summary>
internal static class LogSoftmax
{
    /// <summary>log(sum(exp(x))), so that x[i] minus it is the log-probability of i.</summary>
    /// <param name="x">[n], n > 0</param>
    public static double LogSumExp(ReadOnlySpan<float> x)
    {
        var largest = Max(x);
        var vx = MemoryMarshal.Cast<float, Vector<float>>(x);
        var shift = new Vector<float>(largest);
        var sums = Vector<double>.Zero;
        foreach (var v in vx)
        {
            Vector.Widen(Vector.Exp(v - shift), out var low, out var high);
            sums += low + high;
        }

        var total = Vector.Sum(sums);
        for (var i = vx.Length * Vector<float>.Count; i < x.Length; i++)
            total += MathF.Exp(x[i] - largest);
        return largest + Math.Log(total);
    }

    /// <summary>Scalar reference.</summary>
    /// <param name="x">[n], n > 0</param>
    public static double Scalar(ReadOnlySpan<float> x)
    {
        var largest = x[0];
        foreach (var value in x)
            largest = Math.Max(largest, value);
        var total = 0.0;
        foreach (var value in x)
            total += Math.Exp((double)value - largest);
        return largest + Math.Log(total);
    }

    /// <summary>Index of the largest entry; of equal ones the first.</summary>
    /// <param name="x">[n], n > 0</param>
    public static int ArgMax(ReadOnlySpan<float> x)
    {
        var index = x.IndexOf(Max(x));
        return index < 0 ? 0 : index;
    }

    private static float Max(ReadOnlySpan<float> x)
    {
        var vx = MemoryMarshal.Cast<float, Vector<float>>(x);
        var largest = x[0];
        if (vx.Length > 0)
        {
            var lanes = vx[0];
            foreach (var v in vx)
                lanes = Vector.Max(lanes, v);
            for (var i = 0; i < Vector<float>.Count; i++)
                largest = MathF.Max(largest, lanes[i]);
        }

        for (var i = vx.Length * Vector<float>.Count; i < x.Length; i++)
            largest = MathF.Max(largest, x[i]);
        return largest;
    }
}
