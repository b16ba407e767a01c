using Freehold.Core.Features;

namespace Freehold.Core.Learning.Quality;

/// <summary>Places prompts by the signals of their surface, each centred and scaled to what is usual.</summary>
/// <param name="means">[<see cref="Dimensions"/>].</param>
/// <param name="scales">[<see cref="Dimensions"/>]: 1 / standard deviation; 0 where a signal never varied.</param>
internal sealed class SurfaceSpace(float[] means, float[] scales)
{
    /// <summary>Number of coordinates.</summary>
    public const int Dimensions = SurfaceSignals.Count;

    /// <summary>Signals further out than this many standard deviations say no more.</summary>
    private const float Farthest = 4;

    public float[] Means => means;

    public float[] Scales => scales;

    /// <summary>The space in which these prompts are spread evenly.</summary>
    public static SurfaceSpace Of(IReadOnlyList<RequestFeatures> features)
    {
        var (means, scales) = (new float[Dimensions], new float[Dimensions]);
        for (var i = 0; i < Dimensions; i++)
        {
            var (sum, squares) = (0L, 0L);
            foreach (var one in features)
            {
                long value = one.Signals[i];
                sum += value;
                squares += value * value;
            }

            var mean = (double)sum / features.Count;
            var deviation = Math.Sqrt(Math.Max(0, ((double)squares / features.Count) - (mean * mean)));
            means[i] = (float)mean;
            scales[i] = deviation < 1e-3 ? 0 : (float)(1 / deviation);
        }

        return new SurfaceSpace(means, scales);
    }

    /// <summary>The place of a prompt, [<see cref="Dimensions"/>].</summary>
    public void Locate(RequestFeatures features, Span<float> place)
    {
        var signals = features.Signals;
        for (var i = 0; i < Dimensions; i++) place[i] = Math.Clamp((signals[i] - means[i]) * scales[i], -Farthest, Farthest);
    }
}
