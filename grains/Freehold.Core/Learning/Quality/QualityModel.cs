using System.Numerics.Tensors;
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
        Span<float> place = stackalloc float[QualityForest.Dimensions];
        Span<float> topic = stackalloc float[TopicView.Kernel.Width];
        Span<float> surface = stackalloc float[SurfaceView.Kernel.Width];
        var topicPlace = place[..TopicSpace.Dimensions];
        var known = Topics.Locate(features, topicPlace);
        TopicView.Kernel.Compare(topicPlace, topic);
        // The forest reads the topic's leading coordinates; the surface goes right behind them, over the others.
        var surfacePlace = place.Slice(QualityForest.TopicCoordinates, SurfaceSpace.Dimensions);
        Surface.Locate(features, surfacePlace);
        SurfaceView.Kernel.Compare(surfacePlace, surface);
        var landmarks = place[^QualityForest.Landmarks..];
        landmarks.Clear();
        topic[..Math.Min(landmarks.Length, TopicView.Kernel.Count)].CopyTo(landmarks);
        Forest.Estimate(place, mean);
        // A prompt of unknown n-grams lies in the middle of all, and is like none of them.
        var density = known ? DensityOf(topic, TopicView.Kernel.Count) : 0;
        for (var arm = 0; arm < Arms; arm++)
        {
            var raw = Combine(TopicView.Estimate(topic, arm), SurfaceView.Estimate(surface, arm), mean[arm]);
            mean[arm] = Calibration.Mean(raw);
            deviation[arm] = Calibration.Deviation(mean[arm], density * _evidence[arm]);
        }
    }

    /// <summary>The estimate of the parts together. The forest, which sees both views, counts as much as the two.</summary>
    internal static double Combine(double topic, double surface, double forest) => (topic + surface + (2 * forest)) / 4;

    /// <summary>The byte form; see <see cref="QualityModelFormat"/>.</summary>
    public byte[] ToBytes() => QualityModelFormat.Write(this);

    /// <summary>Reads the byte form.</summary>
    /// <exception cref="FormatException">The bytes are no model of a version that is known here, or are damaged.</exception>
    public static QualityModel FromBytes(ReadOnlySpan<byte> bytes) => QualityModelFormat.Read(bytes);

    /// <summary>
    /// Mean likeness to the prompts learnt from, of which the landmarks are a sample: times their number, how many like this one there
    /// were.
    /// </summary>
    internal static double DensityOf(ReadOnlySpan<float> likeness, int landmarks) =>
        TensorPrimitives.Sum(likeness[..landmarks]) / landmarks;
}
