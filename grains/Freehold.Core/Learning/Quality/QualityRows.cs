using Freehold.Core.Features;

namespace Freehold.Core.Learning.Quality;

/// <summary>What a model learns from: requests, and how good each arm's answer was where that is known.</summary>
public sealed class QualityRows
{
    /// <summary>Most rows that are learnt from: training time and memory grow with their number, estimates hardly improve.</summary>
    public const int MaxRows = 20_000;

    private readonly double[] _quality;

    /// <summary>Rows.</summary>
    /// <param name="arms">Number of arms, 1 to <see cref="QualityModel.MaxArms"/>.</param>
    /// <param name="features">The requests, 1 to <see cref="MaxRows"/>.</param>
    /// <param name="quality">
    /// [rows * arms], row by row: from 0 to 1, NaN where an arm's answer is not known. Bandit feedback knows one a row.
    /// </param>
    /// <exception cref="ArgumentException">The sizes do not fit, or a quality is out of range.</exception>
    public QualityRows(int arms, IReadOnlyList<RequestFeatures> features, double[] quality)
    {
        ArgumentNullException.ThrowIfNull(features);
        ArgumentNullException.ThrowIfNull(quality);
        if (arms is < 1 or > QualityModel.MaxArms)
            throw new ArgumentException($"A model has 1 to {QualityModel.MaxArms} arms, not {arms}.", nameof(arms));
        if (features.Count is < 1 or > MaxRows)
            throw new ArgumentException(
                $"A model learns from 1 to {MaxRows} rows, not {features.Count}; give the latest.", nameof(features));
        if (quality.Length != arms * features.Count)
            throw new ArgumentException(
                $"{features.Count} rows of {arms} arms have {arms * features.Count} qualities, not {quality.Length}.", nameof(quality));
        if (Array.FindIndex(quality, value => value is < 0 or > 1) is >= 0 and var place)
            throw new ArgumentException($"Quality {quality[place]} of row {place / arms} is not from 0 to 1.", nameof(quality));
        (Arms, Features, _quality) = (arms, features, quality);
    }

    /// <summary>Number of arms.</summary>
    public int Arms { get; }

    /// <summary>The requests.</summary>
    public IReadOnlyList<RequestFeatures> Features { get; }

    /// <summary>Number of rows.</summary>
    public int Count => Features.Count;

    /// <summary>Quality of an arm's answer; NaN where it is not known.</summary>
    public double QualityAt(int row, int arm) => _quality[(row * Arms) + arm];

    /// <summary>The same rows with some of the arms.</summary>
    internal QualityRows OfArms(int[] arms)
    {
        var quality = new double[Count * arms.Length];
        for (var i = 0; i < quality.Length; i++) quality[i] = QualityAt(i / arms.Length, arms[i % arms.Length]);
        return new QualityRows(arms.Length, Features, quality);
    }

    internal int[] KnownRows(int arm, ReadOnlySpan<int> among)
    {
        var known = new List<int>(among.Length);
        foreach (var row in among)
        {
            if (!double.IsNaN(QualityAt(row, arm))) known.Add(row);
        }

        return [.. known];
    }
}
