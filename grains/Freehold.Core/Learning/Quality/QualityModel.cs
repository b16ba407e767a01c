using Freehold.Core.Features;

namespace Freehold.Core.Learning.Quality;

/// <summary>
/// Quality of each arm's answer, learnt from outcomes: the mean of a Gaussian-process classifier that sees what a prompt is about, one that
/// sees its surface, and a forest that sees both. Immutable; <see cref="QualityTrainer"/> makes it.
/// </summary>
/// <remarks>
/// Each part may fit more closely than it should alone, since their errors differ and their mean cancels them (Sollich and Krogh,
/// "Learning with Ensembles: How Over-fitting Can Be Useful", NIPS 1995). How far the mean is to be trusted is measured on rows held out.
/// </remarks>
public sealed class QualityModel : IQualityModel
{
    /// <summary>Most arms.</summary>
    public const int MaxArms = 64;

    /// <summary>Parts whose estimates are averaged.</summary>
    internal const int Views = 3;

    private readonly double[] _evidence;

    internal QualityModel(
        TopicSpace topics, SurfaceSpace surface, QualityView topicView, QualityView surfaceView, QualityForest forest, double[] evidence,
        QualityCalibration calibration)
    {
        (Topics, Surface, TopicView, SurfaceView) = (topics, surface, topicView, surfaceView);
        (Forest, _evidence, Calibration) = (forest, evidence, calibration);
    }

    /// <inheritdoc/>
    public int Arms => _evidence.Length;

    internal TopicSpace Topics { get; }

    internal SurfaceSpace Surface { get; }

    internal QualityView TopicView { get; }

    internal QualityView SurfaceView { get; }

    internal QualityForest Forest { get; }

    internal QualityCalibration Calibration { get; }

    /// <summary>Rows that each arm was learnt from, [arms].</summary>
    internal ReadOnlySpan<double> Evidence => _evidence;

    /// <inheritdoc/>
    public void Estimate(RequestFeatures features, Span<double> mean, Span<double> deviation)
    {
        ArgumentNullException.ThrowIfNull(features);
        if (mean.Length < Arms || deviation.Length < Arms)
            throw new ArgumentException($"The model has {Arms} arms; there is room for {Math.Min(mean.Length, deviation.Length)}.");
        Span<float> place = stackalloc float[TopicSpace.Dimensions + SurfaceSpace.Dimensions];
        Span<float> topic = stackalloc float[TopicView.Kernel.Width];
        Span<float> surface = stackalloc float[SurfaceView.Kernel.Width];
        var (topicPlace, surfacePlace) = (0..TopicSpace.Dimensions, QualityForest.TopicCoordinates..QualityForest.Dimensions);
        var known = Topics.Locate(features, place[topicPlace]);
        TopicView.Kernel.Compare(place[topicPlace], topic);
        // The forest reads the topic's leading coordinates; the surface goes right behind them.
        Surface.Locate(features, place[surfacePlace]);
        SurfaceView.Kernel.Compare(place[surfacePlace], surface);
        Forest.Estimate(place[..QualityForest.Dimensions], mean);
        // A prompt of unknown n-grams lies in the middle of all, and is like none of them.
        var density = known ? DensityOf(topic, TopicView.Kernel.Count) : 0;
        for (var arm = 0; arm < Arms; arm++)
        {
            var raw = (TopicView.Estimate(topic, arm) + SurfaceView.Estimate(surface, arm) + mean[arm]) / Views;
            mean[arm] = Calibration.Mean(raw);
            deviation[arm] = Calibration.Deviation(mean[arm], density * _evidence[arm]);
        }
    }

    /// <summary>The byte form; see <see cref="QualityModelFormat"/>.</summary>
    public byte[] ToBytes() => QualityModelFormat.Write(this);

    /// <summary>Reads the byte form.</summary>
    /// <exception cref="FormatException">The bytes are no model of a version that is known here, or are damaged.</exception>
    public static QualityModel FromBytes(ReadOnlySpan<byte> bytes) => QualityModelFormat.Read(bytes);

    /// <summary>Mean likeness to the prompts learnt from, of which the landmarks are a sample: times their number, how many like this one there were.</summary>
    internal static double DensityOf(ReadOnlySpan<float> likeness, int landmarks)
    {
        var sum = 0f;
        foreach (var one in likeness[..landmarks]) sum += one;
        return sum / landmarks;
    }
}
