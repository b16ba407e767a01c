using Freehold.Core.Features;
using Freehold.Core.Learning.Quality.Training;

namespace Freehold.Core.Learning.Quality;

/// <summary>
/// Makes a <see cref="QualityModel"/> from outcomes. Deterministic: the same rows, prior and seed make the same model on one machine.
/// </summary>
public static class QualityTrainer
{
    /// <summary>From this many rows on, settings are chosen and estimates calibrated on rows held out.</summary>
    public const int MinRowsToCalibrate = 60;

    /// <summary>Settings are chosen on this many arms, spread evenly over all: more say the same, and take longer.</summary>
    private const int MaxArmsToChoose = 6;

    private const int HoldOutEvery = 5;
    private const double DefaultStrength = 1;
    private static readonly QualityCalibration Cautious = new(0.7, 4);

    /// <summary>Inverse prior variances of a logit: from 'requests differ much' to 'all are alike'.</summary>
    private static readonly double[] Strengths = [0.1, 0.3, 1, 3, 10];

    /// <summary>Learns a model.</summary>
    /// <param name="rows">What is known.</param>
    /// <param name="prior">
    /// A model of the same arms that was learnt from more, as of all tenants: each arm starts from its weights and leaves them as far as
    /// the rows say. Its n-grams, landmarks and trees are kept. Null: arms start from what they have in common.
    /// </param>
    /// <param name="seed">Fixes what is drawn.</param>
    /// <param name="cancellationToken">Stops the training.</param>
    /// <exception cref="ArgumentException">The prior has other arms.</exception>
    public static QualityModel Train(QualityRows rows, QualityModel? prior, int seed, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(rows);
        if (prior is not null && prior.Arms != rows.Arms)
            throw new ArgumentException(
                $"The prior has {prior.Arms} arms and the rows have {rows.Arms}; both must be of the same arms.", nameof(prior));
        var random = new Random(seed);
        var order = Enumerable.Range(0, rows.Count).ToArray();
        random.Shuffle(order);
        var topics = prior?.Topics ?? TopicSpaceTrainer.Train(rows.Features, random, cancellationToken);
        var surface = prior?.Surface ?? SurfaceSpace.Of(rows.Features);
        var topicPlaces = Locate(rows.Features, (one, place) => topics.Locate(one, place), TopicSpace.Dimensions);
        var surfacePlaces = Locate(rows.Features, surface.Locate, SurfaceSpace.Dimensions);
        // Order is a random one, so its start is a fair sample.
        var landmarks = order[..Math.Min(order.Length, LandmarkKernel.MaxLandmarks)];
        var topicKernel = prior?.TopicView.Kernel ?? KernelOf(topicPlaces, landmarks, TopicSpace.Dimensions, 1);
        // Standardised signals lie about the square root of twice their number apart.
        var surfaceKernel = prior?.SurfaceView.Kernel ?? KernelOf(
            surfacePlaces, landmarks, SurfaceSpace.Dimensions, 0.5f / SurfaceSpace.Dimensions);
        var topicTrainer = new ViewTrainer(topicKernel, topicPlaces, prior?.TopicView);
        var surfaceTrainer = new ViewTrainer(surfaceKernel, surfacePlaces, prior?.SurfaceView);
        var forestTrainer = new ForestTrainer(topicPlaces, surfacePlaces, topicTrainer);
        var parts = new PartsTrainer(topicTrainer, surfaceTrainer, forestTrainer, prior, seed);

        var (strength, calibration) = rows.Count < MinRowsToCalibrate
            ? (DefaultStrength, Cautious)
            : Choose(SomeArms(rows, prior), order, parts, cancellationToken);
        var fit = parts.Fit(rows, order, [strength], cancellationToken)[0];
        var evidence = EvidenceOf(rows, order);
        for (var arm = 0; prior is not null && arm < evidence.Length; arm++) evidence[arm] += prior.Evidence[arm];
        return new QualityModel(topics, surface, fit.Topic, fit.Surface, fit.Forest, evidence, calibration);
    }

    private static (double Strength, QualityCalibration Calibration) Choose(
        QualityRows rows, int[] order, PartsTrainer parts, CancellationToken cancellationToken)
    {
        int[] held = [.. order.Where((_, place) => place % HoldOutEvery == 0)];
        int[] rest = [.. order.Where((_, place) => place % HoldOutEvery != 0)];
        var outcomes = new List<double>();
        foreach (var row in held)
        {
            for (var arm = 0; arm < rows.Arms; arm++)
            {
                if (!double.IsNaN(rows.QualityAt(row, arm))) outcomes.Add(rows.QualityAt(row, arm));
            }
        }

        if (outcomes.Count == 0) return (DefaultStrength, Cautious);
        var (strength, temperature, least) = (DefaultStrength, 1.0, double.PositiveInfinity);
        var fits = parts.Fit(rows, rest, Strengths, cancellationToken);
        for (var i = 0; i < fits.Length; i++)
        {
            var (candidate, loss) = CalibrationFit.Temperature(parts.EstimateKnown(rows, held, fits[i]), [.. outcomes]);
            if (loss < least) (strength, temperature, least) = (Strengths[i], candidate, loss);
        }

        int[] half = [.. rest.Where((_, place) => place % 2 == 0)];
        int[] otherHalf = [.. rest.Where((_, place) => place % 2 == 1)];
        var sharpen = new QualityCalibration(temperature, 1);
        var firstFit = parts.Fit(rows, half, [strength], cancellationToken)[0];
        var first = parts.EstimateKnown(rows, held, firstFit).Select(sharpen.Mean).ToArray();
        var secondFit = parts.Fit(rows, otherHalf, [strength], cancellationToken)[0];
        var second = parts.EstimateKnown(rows, held, secondFit).Select(sharpen.Mean).ToArray();
        var scale = CalibrationFit.VarianceScale(first, second, parts.LikeRows(rows, held, EvidenceOf(rows, half)));
        return (strength, new QualityCalibration(temperature, scale));
    }

    /// <summary>With a prior all arms count: each starts from weights of its own.</summary>
    private static QualityRows SomeArms(QualityRows rows, QualityModel? prior) => prior is not null || rows.Arms <= MaxArmsToChoose
        ? rows
        : rows.OfArms([.. Enumerable.Range(0, MaxArmsToChoose).Select(i => i * rows.Arms / MaxArmsToChoose)]);

    private static double[] EvidenceOf(QualityRows rows, int[] among) =>
        [.. Enumerable.Range(0, rows.Arms).Select(arm => (double)rows.KnownRows(arm, among).Length)];

    private static float[] Locate(IReadOnlyList<RequestFeatures> features, Locator locate, int dimensions)
    {
        var places = new float[features.Count * dimensions];
        for (var row = 0; row < features.Count; row++) locate(features[row], places.AsSpan(row * dimensions, dimensions));
        return places;
    }

    private static LandmarkKernel KernelOf(float[] places, int[] landmarks, int dimensions, float precision)
    {
        var chosen = new float[landmarks.Length * dimensions];
        for (var i = 0; i < landmarks.Length; i++)
            places.AsSpan(landmarks[i] * dimensions, dimensions).CopyTo(chosen.AsSpan(i * dimensions));
        return new LandmarkKernel(chosen, dimensions, precision);
    }

    private delegate void Locator(RequestFeatures features, Span<float> place);
}
